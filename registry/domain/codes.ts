/** Codes that this register knows (domain.md §3, release 3.8). A code that is not here is refused with 422. */

/** CONSULTING_CATEGORY_SYSTEM */
export const CONSULTING_CATEGORIES: ReadonlySet<string> = new Set([
  'RPZAC001', // huisartsen en huisartsenposten
  'RPZAC003', // geestelijke gezondheidszorg
  'RPZAC004', // verpleging en verzorging
  'RPZAC005', // apotheken
  'RPZAC103', // overige zorg
  'RPZAC104', // ziekenhuizen, medische centra, klinieken, laboratoria en diagnostische centra
  'RPZAC200', // zorgaanbieders in de EU buiten Nederland
]);

/** DATA_CATEGORY_SYSTEM */
export const DATA_CATEGORIES: ReadonlySet<string> = new Set([
  'GGC002', // behandelgegevens
  'GGC012', // uitslagen
  'GGC013', // medicatiegegevens
]);
