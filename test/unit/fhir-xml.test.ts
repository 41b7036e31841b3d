/** FHIR as XML and back; hostile, foreign and broken texts are refused; an independent reader sees the same document. */
import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { fromJson } from '../../shared/fhir/model.ts';
import type { Patient, Resource } from '../../shared/fhir/types.ts';
import { fromXml, toXml } from '../../shared/fhir/xml.ts';
import { seed } from '../support/seed.ts';

const XML = '<?xml version="1.0" encoding="UTF-8"?>';
const NS = 'xmlns="http://hl7.org/fhir"';
const code = (text: string): string | null => {
  const read = fromXml(text);
  return read.ok ? null : read.error.code;
};

/** Text that XML and FHIR allow, with everything that needs escaping. */
const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .map((value) => value.replaceAll(/[^\P{C}]/gu, ''))
  .filter((value) => value.trim() === value && value !== '');
const escaped = fc.constantFrom('a<b', '"quote"', "it's", 'a & b', '&amp;', ']]>', '<!--', 'é漢字😀');
const patient = fc
  .record({ value: fc.oneof(text, escaped), year: fc.integer({ min: 1900, max: 2020 }) })
  .map(({ value, year }): Patient => ({
    resourceType: 'Patient',
    identifier: [{ system: 'http://fhir.nl/fhir/NamingSystem/bsn', value }],
    birthDate: `${year}-02-01`,
  }));

describe('a resource', () => {
  it(`comes back from XML as it went in (seed ${seed})`, () => {
    fc.assert(
      fc.property(patient, (resource) => {
        expect(fromXml(toXml(resource))).toEqual({ ok: true, value: resource });
      }),
      { seed, numRuns: 500 },
    );
  });

  it(`is read by another reader as it was written (seed ${seed})`, () => {
    const other = new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: '',
      parseAttributeValue: false,
      trimValues: false,
      processEntities: true,
      htmlEntities: true,
    });
    fc.assert(
      fc.property(patient, (resource) => {
        const tree = other.parse(toXml(resource)) as {
          Patient: { identifier: { value: { value: string } }; birthDate: { value: string } };
        };
        expect(tree.Patient.identifier.value.value).toBe(resource.identifier?.[0]?.value);
        expect(tree.Patient.birthDate.value).toBe(resource.birthDate);
      }),
      { seed, numRuns: 300 },
    );
  });

  it('is the same in XML and in JSON', () => {
    const resource: Resource = { resourceType: 'Patient', birthDate: '1948-02-01' };
    expect(fromXml(toXml(resource))).toEqual(fromJson(JSON.stringify(resource)));
  });
});

describe('a text that is no FHIR', () => {
  it.each([
    ['nothing', '', 'empty'],
    ['a web page', '<html><body>Log in</body></html>', 'html'],
    ['half a document', `${XML}<Patient ${NS}><birthDate value="1948`, 'malformed'],
    ['an unclosed comment', `<Patient ${NS}><!-- x</Patient>`, 'malformed'],
    ['two roots', `<Patient ${NS}/><Patient ${NS}/>`, 'malformed'],
    ['an entity of its own', `<!DOCTYPE x [<!ENTITY e "boo">]><Patient ${NS}/>`, 'doctype'],
    ['an undeclared entity', `<Patient ${NS}><birthDate value="&boo;"/></Patient>`, 'malformed'],
    ['another namespace', '<Patient xmlns="http://example.org"/>', 'not-fhir'],
    ['an element nobody knows', `<Patient ${NS}><shoeSize value="43"/></Patient>`, 'unknown-element'],
    ['a value of the wrong kind', `<Patient ${NS}><birthDate value="yesterday"/></Patient>`, 'invalid-value'],
    ['a NUL', `<Patient ${NS}><birthDate value="\u0000"/></Patient>`, 'illegal-character'],
  ])('is refused: %s', (_, xml, expected) => {
    expect(code(xml)).toBe(expected);
  });

  it('is refused before it costs memory when it is deep or large', () => {
    expect(code('<a>'.repeat(100_000))).toMatch(/too-deep|malformed|not-fhir/);
    expect(code(`<Patient ${NS}><!--${'x'.repeat(3_000_000)}--></Patient>`)).toBe('too-large');
  });

  it(`never throws, whatever it is (seed ${seed})`, () => {
    const parts = fc.constantFrom(
      '<',
      '>',
      '/',
      '"',
      '&',
      '<Patient',
      NS,
      'value="',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      'a',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(parts, fc.string()), { maxLength: 30 }), (pieces) => {
        expect(typeof fromXml(pieces.join('')).ok).toBe('boolean');
        expect(typeof fromJson(pieces.join('')).ok).toBe('boolean');
      }),
      { seed, numRuns: 2000 },
    );
  });
});
