/** Valid decisions, made the way the kiosk makes them. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { buildDecision } from '../../main/session/evidence.ts';
import { loadCatalogue } from '../../main/settings/packs.ts';
import { PRACTICE_ORGANIZATION } from '../../main/settings/practice.ts';
import type { Answers } from '../../shared/consent/choice.ts';
import { parseBsn } from '../../shared/consent/identity.ts';
import type { Decision } from '../../shared/consent/decision.ts';

export const catalogue = loadCatalogue(join(import.meta.dirname, '..', '..', 'assets'));

/** Numbers that pass the eleven-test and belong to nobody (domain.md §3). */
export const BSNS = ['900186021', '900203638', '999999990'] as const;

/** The n-th number from 900000000 on that passes the eleven-test. */
export function bsnOf(n: number): string {
  for (let number = 900_000_000, found = 0; ; number += 1) {
    if (parseBsn(String(number)) !== null && (found += 1) > n) return String(number);
  }
}

export interface DecisionOptions {
  readonly id?: string;
  readonly bsn?: string;
  readonly chosenAt?: Date;
  readonly answers?: Answers;
}

export function makeDecision({
  id = randomUUID(),
  bsn = BSNS[0],
  chosenAt = new Date(),
  answers = { top: 'none', holders: {} },
}: DecisionOptions = {}): Decision {
  return buildDecision(
    {
      id,
      chosenAt,
      presence: {
        bsn,
        birthDate: '1948-02-01',
        identityDocument: 'passport',
        employeeId: 'e-1',
        checkedAt: chosenAt.toISOString(),
      },
      answers,
      catalogue,
      script: { language: 'nl', version: '1.0.0', status: 'draft', hash: 'a'.repeat(64) },
      organization: PRACTICE_ORGANIZATION,
      deviceId: '00000000-0000-4000-8000-000000000001',
      teachBack: [],
      reviewShown: true,
      confirmedBy: 'touch',
      steps: 20,
      changes: 0,
    },
    { keyId: 'test', sign: () => 'c2lnbmF0dXJl' },
  );
}
