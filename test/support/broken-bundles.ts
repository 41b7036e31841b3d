/** Ways to break a Bundle: what is done to it, and what the registry must answer and point at. */

/** A Bundle as loose JSON, to be broken: Patient, Organization, record holder, Consent, Provenance. */
export type Loose = Record<string, unknown> & { readonly loose?: never };
interface Parts {
  readonly bundle: Loose;
  readonly entry: { fullUrl?: string; resource?: Loose; request?: Loose }[];
  readonly patient: Loose;
  readonly organization: Loose;
  readonly holder: Loose;
  readonly consent: Loose;
  readonly provision: Loose;
  readonly provenance: Loose;
}

const CONSENT = 'Bundle.entry[3].resource';
const PATIENT = 'Bundle.entry[0].resource.identifier';
const extension = (code: string, system = 'http://fhir.nl/otv/CodeSystem/raadplegende-zorgaanbiedercategorie') => ({
  url: 'http://fhir.nl/StructureDefinition/OTV-ProviderCategory',
  valueCodeableConcept: { coding: [{ system, code }] },
});
export const dataCategory = (code: string) => ({
  coding: [{ system: 'http://fhir.nl/otv/CodeSystem/gegevenscategorie', code }],
});
export const bsn = (value: string) => [{ system: 'http://fhir.nl/fhir/NamingSystem/bsn', value }];
const long = 'x'.repeat(401);

/** Name, what to do, status, expression of an issue. */
type Case = readonly [string, (parts: Parts) => unknown, 400 | 422, string];

export const MESSAGE: readonly Case[] = [
  ['a Bundle of another type', ({ bundle }) => (bundle['type'] = 'batch'), 400, 'Bundle.type'],
  ['no Patient', ({ entry }) => entry.shift(), 400, 'Bundle.entry'],
  ['two Patients', ({ entry, patient }) => add(entry, patient), 400, 'Bundle.entry'],
  ['no Consent', ({ entry }) => entry.splice(3, 1), 400, 'Bundle.entry'],
  ['no Provenance', ({ entry }) => entry.pop(), 422, CONSENT],
  ['an entry without a request', ({ entry }) => delete entry[3]?.request, 400, 'Bundle.entry[3]'],
  ['an entry without a fullUrl', ({ entry }) => delete entry[1]?.fullUrl, 400, 'Bundle.entry[1]'],
  ['an entry without a resource', ({ entry }) => delete entry[2]?.resource, 400, 'Bundle.entry[2]'],
  ['a PUT', ({ entry }) => Object.assign(entry[3]?.request ?? {}, { method: 'PUT' }), 422, 'Bundle.entry[3].request'],
  [
    'a POST to another type',
    ({ entry }) => Object.assign(entry[3]?.request ?? {}, { url: 'Patient' }),
    422,
    'Bundle.entry[3].request',
  ],
  [
    'one fullUrl twice',
    ({ entry }) => Object.assign(entry[2] ?? {}, { fullUrl: entry[1]?.fullUrl }),
    400,
    'Bundle.entry[2].fullUrl',
  ],
  [
    'a type that is not accepted',
    ({ entry }) => add(entry, { resourceType: 'Parameters' }),
    422,
    'Bundle.entry[5].resource',
  ],
  [
    'more than 100 entries',
    ({ entry, organization }) => {
      for (let n = 0; n < 100; n += 1) add(entry, organization);
    },
    422,
    'Bundle.entry',
  ],
  ['an identifier without a system', ({ bundle }) => (bundle['identifier'] = { value: 'a' }), 400, 'Bundle.identifier'],
  [
    'an identifier that is too long',
    ({ bundle }) => (bundle['identifier'] = { system: 'urn:a', value: long }),
    400,
    'Bundle.identifier',
  ],
  ['an element that FHIR does not have', ({ patient }) => (patient['shoeSize'] = 43), 400, 'Bundle.entry[0].resource'],
  ['a modifierExtension', ({ consent }) => (consent['modifierExtension'] = [{ url: 'urn:not' }]), 400, CONSENT],
  ['a number where a text belongs', ({ consent }) => (consent['status'] = 1), 400, `${CONSENT}.status`],
  ['an empty list', ({ consent }) => (consent['extension'] = []), 400, `${CONSENT}.extension`],
  [
    'a day that does not exist',
    ({ patient }) => (patient['birthDate'] = '1948-02-30'),
    400,
    'Bundle.entry[0].resource.birthDate',
  ],
];

export const PEOPLE: readonly Case[] = [
  ['a person without a number', ({ patient }) => delete patient['identifier'], 400, PATIENT],
  [
    'a number of another system',
    ({ patient }) => (patient['identifier'] = [{ system: 'urn:passport', value: '900186021' }]),
    400,
    PATIENT,
  ],
  ['a number that fails the eleven-test', ({ patient }) => (patient['identifier'] = bsn('123456789')), 400, PATIENT],
  ['a number of nine zeros', ({ patient }) => (patient['identifier'] = bsn('000000000')), 400, PATIENT],
  ['a number of eight digits', ({ patient }) => (patient['identifier'] = bsn('90018602')), 400, PATIENT],
  ['a number in Arabic digits', ({ patient }) => (patient['identifier'] = bsn('٩٠٠١٨٦٠٢١')), 400, PATIENT],
  ['two numbers', ({ patient }) => (patient['identifier'] = [...bsn('900186021'), ...bsn('900203638')]), 400, PATIENT],
  [
    'a Consent of somebody else',
    ({ consent }) => (consent['patient'] = { reference: 'Patient/1' }),
    400,
    `${CONSENT}.patient`,
  ],
  [
    'a Provenance for something else',
    ({ provenance, entry }) => (provenance['target'] = [{ reference: entry[0]?.fullUrl }]),
    422,
    CONSENT,
  ],
  [
    'a Provenance that names no organisation',
    ({ organization }) => delete organization['identifier'],
    422,
    'Bundle.entry',
  ],
  [
    'a URA of seven digits',
    ({ organization }) =>
      (organization['identifier'] = [{ system: 'http://fhir.nl/fhir/NamingSystem/ura', value: '9000000' }]),
    422,
    'Bundle.entry',
  ],
];

export const CONSENTS: readonly Case[] = [
  ['another profile', ({ consent }) => (consent['meta'] = { profile: ['urn:other'] }), 422, `${CONSENT}.meta.profile`],
  [
    'another version of the profile',
    ({ consent }) =>
      (consent['meta'] = { profile: ['http://vzvz.nl/fhir/StructureDefinition/Consent-Mitz-Notify|4.0.0'] }),
    422,
    `${CONSENT}.meta.profile`,
  ],
  [
    'another scope',
    ({ consent }) =>
      (consent['scope'] = {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'research' }],
      }),
    422,
    `${CONSENT}.scope`,
  ],
  [
    'an unknown consulting category',
    ({ consent }) => (consent['extension'] = [extension('RPZAC999')]),
    422,
    `${CONSENT}.extension`,
  ],
  [
    'a consulting category of another system',
    ({ consent }) => (consent['extension'] = [extension('RPZAC001', 'urn:other')]),
    422,
    `${CONSENT}.extension`,
  ],
  [
    'a consulting category twice',
    ({ consent }) => (consent['extension'] = [extension('RPZAC001'), extension('RPZAC001')]),
    422,
    `${CONSENT}.extension`,
  ],
  ['no consulting category', ({ consent }) => delete consent['extension'], 422, `${CONSENT}.extension`],
  [
    'an unknown data category',
    ({ consent }) => (consent['category'] = [dataCategory('GGC999')]),
    422,
    `${CONSENT}.category`,
  ],
  [
    'two data categories',
    ({ consent }) => (consent['category'] = [dataCategory('GGC002'), dataCategory('GGC012')]),
    422,
    `${CONSENT}.category`,
  ],
  ['no identifier', ({ consent }) => delete consent['identifier'], 400, `${CONSENT}.identifier`],
  [
    'two identifiers',
    ({ consent }) =>
      (consent['identifier'] = [
        { system: 'urn:a', value: '1' },
        { system: 'urn:a', value: '2' },
      ]),
    400,
    `${CONSENT}.identifier`,
  ],
  [
    'an identifier of the Consent without a value',
    ({ consent }) => (consent['identifier'] = [{ system: 'urn:a' }]),
    400,
    `${CONSENT}.identifier`,
  ],
  [
    'an identifier of the Consent that is too long',
    ({ consent }) => (consent['identifier'] = [{ system: long, value: '1' }]),
    400,
    `${CONSENT}.identifier`,
  ],
  [
    'a moment in the future',
    ({ consent }) => (consent['dateTime'] = '2090-01-01T00:00:00Z'),
    422,
    `${CONSENT}.dateTime`,
  ],
  [
    'the moment of a clock that was never set',
    ({ consent }) => (consent['dateTime'] = '1970-01-01T00:00:10Z'),
    422,
    `${CONSENT}.dateTime`,
  ],
  [
    'a moment in the year 0',
    ({ consent }) => (consent['dateTime'] = '0000-01-01T00:00:00Z'),
    422,
    `${CONSENT}.dateTime`,
  ],
  ['a day instead of a moment', ({ consent }) => (consent['dateTime'] = '2026-01-01'), 400, `${CONSENT}.dateTime`],
  [
    'a moment without a zone',
    ({ consent }) => (consent['dateTime'] = '2026-01-01T00:00:00'),
    400,
    `${CONSENT}.dateTime`,
  ],
  ['no moment', ({ consent }) => delete consent['dateTime'], 400, `${CONSENT}.dateTime`],
  ['a leap second', ({ consent }) => (consent['dateTime'] = '2016-12-31T23:59:60Z'), 400, `${CONSENT}.dateTime`],
  ['a grant without permit', ({ provision }) => delete provision['type'], 422, `${CONSENT}.status`],
  ['a refusal with permit', ({ consent }) => (consent['status'] = 'inactive'), 422, `${CONSENT}.status`],
  [
    'a refusal with deny',
    ({ consent, provision }) => {
      consent['status'] = 'inactive';
      provision['type'] = 'deny';
    },
    422,
    `${CONSENT}.status`,
  ],
  ['a draft', ({ consent }) => (consent['status'] = 'draft'), 422, `${CONSENT}.status`],
  [
    'a nested provision',
    ({ provision }) => (provision['provision'] = [{ type: 'deny' }]),
    422,
    `${CONSENT}.provision.provision`,
  ],
  [
    'another purpose',
    ({ provision }) => (provision['purpose'] = [{ code: 'HMARKT' }]),
    422,
    `${CONSENT}.provision.purpose`,
  ],
  ['no record holder', ({ provision }) => delete provision['actor'], 422, `${CONSENT}.provision.actor`],
  [
    'a record holder outside the Bundle',
    ({ provision }) =>
      ((provision['actor'] as Loose[])[0] = {
        ...(provision['actor'] as Loose[])[0],
        reference: { reference: 'Organization/1' },
      }),
    422,
    `${CONSENT}.provision.actor`,
  ],
  [
    'a record holder of an unknown category',
    ({ holder }) =>
      (holder['type'] = [
        { coding: [{ system: 'https://keuzewijzer.nl/fhir/CodeSystem/dossierhoudercategorie', code: 'kappers' }] },
      ]),
    422,
    'Bundle.entry[2].resource',
  ],
  [
    'a record holder without category and URA',
    ({ holder }) => {
      delete holder['type'];
      holder['name'] = 'x';
    },
    422,
    'Bundle.entry[2].resource',
  ],
  [
    'one option granted and refused',
    ({ entry, consent, provision, provenance }) => {
      const { type: _, ...rest } = provision;
      const refusal = {
        ...consent,
        status: 'inactive',
        identifier: [{ system: 'urn:a', value: '1' }],
        provision: rest,
      };
      (provenance['target'] as Loose[]).push({ reference: add(entry, refusal) });
    },
    422,
    'Bundle.entry[5].resource',
  ],
  [
    'one Consent twice',
    ({ entry, consent, provenance }) => {
      (provenance['target'] as Loose[]).push({ reference: add(entry, consent) });
    },
    422,
    'Bundle.entry[5].resource.identifier',
  ],
];

export function partsOf(bundle: Loose): Parts {
  const entry = bundle['entry'] as Parts['entry'];
  const first = (type: string, nth = 0): Loose =>
    entry.filter(({ resource }) => resource?.['resourceType'] === type)[nth]?.resource ?? {};
  const consent = first('Consent');
  return {
    bundle,
    entry,
    patient: first('Patient'),
    organization: first('Organization'),
    holder: first('Organization', 1),
    consent,
    provision: consent['provision'] as Loose,
    provenance: first('Provenance'),
  };
}

/** @returns the fullUrl of the new entry */
function add(entry: Parts['entry'], resource: Loose): string {
  const fullUrl = `urn:uuid:${crypto.randomUUID()}`;
  entry.push({ fullUrl, resource, request: { method: 'POST', url: resource['resourceType'] } });
  return fullUrl;
}
