/** How a decision becomes Consents of IHE PCF 1.1, against resources that were looked at by hand. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { added, consentOf, groupsOf, NOTHING, readConsent } from '../../main/registry/ihe-pcf-1.1/consent.ts';
import { personalId, stableId } from '../../main/registry/stable-id.ts';
import { PRACTICE_ID_KEY, PRACTICE_ORGANIZATION } from '../../main/settings/practice.ts';
import type { Decision } from '../../shared/consent/decision.ts';
import { fromJson } from '../../shared/fhir/model.ts';
import type { Consent, ConsentProvision } from '../../shared/fhir/types.ts';
import { BSNS, makeDecision } from '../support/decision.ts';

const MORNING = makeDecision({
  id: '11111111-1111-4111-8111-111111111111',
  chosenAt: new Date('2026-11-20T09:30:00.000Z'),
  answers: { top: 'some', holders: { apotheken: 'share', ggz: 'not-share', laboratoria: 'unknown' } },
});
const later = makeDecision({
  id: '22222222-2222-4222-8222-222222222222',
  chosenAt: new Date('2026-11-21T14:05:06.789Z'),
  answers: { top: 'some', holders: { apotheken: 'not-share' } },
});
/** As after a catalogue that asks fewer options: only two of the six are answered anew. */
const AFTERNOON: Decision = { ...later, choices: later.choices.slice(0, 2) };

/** The Consents that stand after these decisions, by holder. */
function after(...decisions: readonly Decision[]): ReadonlyMap<string, Consent> {
  const recorded = new Map<string, Consent>();
  for (const decision of decisions)
    for (const group of groupsOf(decision)) {
      const before = recorded.get(group.holder);
      const stands = before === undefined ? NOTHING : readConsent(JSON.stringify(before), group, BSNS[0]);
      if (stands === null) throw new Error('our own Consent cannot be read');
      const merged = added(stands, group, decision, PRACTICE_ORGANIZATION);
      const id = personalId(PRACTICE_ID_KEY, BSNS[0], `${group.holder}/${group.dataCategory}`);
      if (merged !== null) recorded.set(group.holder, consentOf(id, merged, group, BSNS[0], PRACTICE_ORGANIZATION));
    }
  return recorded;
}

const golden = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, '..', 'contract', 'golden', `${name}.json`), 'utf8'));

const examples = {
  'pcf-grant': () => after(MORNING).get('apotheken'),
  'pcf-refusal': () => after(MORNING).get('ggz'),
  'pcf-partly-withdrawn': () => after(MORNING, AFTERNOON).get('apotheken'),
} as const;

describe('a Consent of IHE PCF 1.1', () => {
  it.each(Object.entries(examples))('%s is what was looked at by hand', (name, make) => {
    expect(JSON.parse(JSON.stringify(make()))).toEqual(golden(name));
  });

  it.each(Object.entries(examples))('%s is FHIR by our own tables, and nothing else is in it', (_, make) => {
    const text = JSON.stringify(make());
    const read = fromJson(text);
    expect(read.ok && JSON.parse(JSON.stringify(read.value))).toEqual(JSON.parse(text));
  });

  // The differential of IHE.PCF.consentIntermediate 1.1.0, rule by rule.
  it.each(Object.entries(examples))('%s keeps the rules of the profile Explicit Intermediate', (_, make) => {
    const consent = make();
    if (consent?.provision === undefined) throw new Error('no provision');
    const { provision, performer, organization, sourceReference, policy, dateTime, patient, category, scope } = consent;
    expect([performer?.length, organization?.length, policy?.length]).toEqual([1, 1, 1]);
    for (const present of [sourceReference, policy?.[0]?.uri, dateTime, patient, provision.type])
      expect(present).toBeTruthy();
    expect(scope.coding?.[0]?.code).toBe('patient-privacy');
    expect(category[0]?.coding?.[0]).toEqual({ system: 'http://loinc.org', code: '59284-0' });
    const provisions: readonly ConsentProvision[] = [provision, ...(provision.provision ?? [])];
    for (const { action, class: kind, code, securityLabel, actor = [] } of provisions) {
      expect([action, kind, code, securityLabel]).toEqual([undefined, undefined, undefined, undefined]);
      expect(actor.length).toBeGreaterThan(0);
      for (const { role } of actor) expect(role.coding?.[0]?.code).toBe('IRCP');
    }
    expect(provision.provision?.every((one) => one.provision === undefined) ?? true).toBe(true);
    expect(provision.data?.map(({ meaning }) => meaning)).toEqual(['authoredby']);
  });

  it('says nothing about a holder of which the person does not know yet', () => {
    expect([...after(MORNING).keys()].toSorted()).toEqual(['apotheken', 'ggz']);
  });

  it('has an id that stays the same, and that nobody can make from the BSN alone', () => {
    const id = after(MORNING).get('apotheken')?.id;
    expect(after(AFTERNOON).get('apotheken')?.id).toBe(id);
    expect(id).not.toBe(stableId(BSNS[0], 'apotheken/GGC013'));
    expect(id).not.toBe(personalId(`${PRACTICE_ID_KEY}.`, BSNS[0], 'apotheken/GGC013'));
    expect(id).not.toBe(after(MORNING).get('ggz')?.id);
  });

  it('of another person is not read as this person’s', () => {
    const [group] = groupsOf(AFTERNOON);
    if (group === undefined) throw new Error('no group');
    const text = JSON.stringify(after(MORNING).get('apotheken'));
    expect(readConsent(text, group, BSNS[0])).not.toBeNull();
    expect(readConsent(text, group, BSNS[1])).toBeNull();
  });
});
