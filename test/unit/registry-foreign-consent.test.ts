/** A Consent that says more than Mitz can record is refused: a limit that is left out would share too much. */
import { senderOf } from '../../shared/consent/decision.ts';
import { expect, it } from 'vitest';
import { buildBundle } from '../../main/registry/mitz-otv-3.8/bundle.ts';
import { PRACTICE_ORGANIZATION } from '../../main/settings/practice.ts';
import { readSubmission } from '../../registry/domain/submission.ts';
import type { Bundle, BundleEntry, ConsentProvision } from '../../shared/fhir/types.ts';
import { catalogue, makeDecision } from '../support/decision.ts';

const rules = { now: Date.now(), futureToleranceMs: 60_000 };
const bundle = buildBundle(
  makeDecision({ answers: { top: 'all', holders: {} } }),
  senderOf(PRACTICE_ORGANIZATION, catalogue),
);

function limited(limit: ConsentProvision): Bundle {
  const entry = (bundle.entry ?? []).map((one): BundleEntry => {
    if (one.resource?.resourceType !== 'Consent') return one;
    return { ...one, resource: { ...one.resource, provision: { ...one.resource.provision, ...limit } } };
  });
  return { ...bundle, entry };
}

it('is accepted without a limit', () => {
  expect(readSubmission(bundle, rules).ok).toBe(true);
});

it.each<[string, ConsentProvision]>([
  ['single data', { data: [{ meaning: 'instance', reference: { reference: 'Observation/1' } }] }],
  ['a period', { period: { end: '2026-12-31' } }],
  ['some actions', { action: [{ text: 'read' }] }],
  ['a sensitivity', { securityLabel: [{ code: 'R' }] }],
  ['a kind of document', { class: [{ code: 'x' }] }],
  ['a code', { code: [{ text: 'x' }] }],
  ['an exception', { provision: [{ type: 'deny' }] }],
])('is refused with a limit to %s', (_, limit) => {
  const read = readSubmission(limited(limit), rules);
  expect(read.ok ? [] : [...new Set(read.problems.map(({ status, code }) => `${status} ${code}`))]).toEqual([
    '422 not-supported',
  ]);
});
