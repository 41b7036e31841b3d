/**
 * The catalogue of consent options: data under `assets/catalogue`, because it changes by law and by release.
 * An option is holder category × data category × consulting categories (domain.md §3).
 */
import { z } from 'zod';

export const CONSULTING_CATEGORY_SYSTEM = 'http://fhir.nl/otv/CodeSystem/raadplegende-zorgaanbiedercategorie';
export const DATA_CATEGORY_SYSTEM = 'http://fhir.nl/otv/CodeSystem/gegevenscategorie';
export const ORGANIZATION_TYPE_SYSTEM = 'http://nictiz.nl/fhir/NamingSystem/organization-type';

/** Holder categories (dossierhouders). The keys are ours and stable; what they are called stands in the language packs. */
export const HOLDER_CATEGORIES = [
  'huisartsen',
  'apotheken',
  'ziekenhuizen',
  'verpleging',
  'laboratoria',
  'ggz',
  'overig',
] as const;
export const holderCategorySchema = z.enum(HOLDER_CATEGORIES);
export type HolderCategory = (typeof HOLDER_CATEGORIES)[number];

export const catalogueSchema = z.strictObject({
  /** Names this release of the catalogue in the evidence, e.g. `2023-simulation.1`. */
  version: z.string().min(1).max(64),
  source: z.string().max(400),
  holders: z
    .array(
      z.strictObject({
        category: holderCategorySchema,
        /** Code in DATA_CATEGORY_SYSTEM, e.g. GGC002. */
        dataCategory: z.string().regex(/^GGC\d{3}$/),
        /** Codes in ORGANIZATION_TYPE_SYSTEM that belong to this category. */
        organizationTypes: z.array(z.string().regex(/^[A-Z]\d$/)),
      }),
    )
    .length(HOLDER_CATEGORIES.length),
  options: z.array(
    z.strictObject({
      /** Stable key, e.g. `huisartsen.apotheken`. */
      id: z.string().regex(/^[a-z]+\.[a-z-]+$/),
      holder: holderCategorySchema,
      /** Codes in CONSULTING_CATEGORY_SYSTEM; a merged option has several. */
      consulting: z.array(z.string().regex(/^RPZAC\d{3}$/)).min(1),
    }),
  ),
});
/** @see catalogueSchema */
export type Catalogue = z.infer<typeof catalogueSchema>;
