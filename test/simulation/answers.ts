/** Answers of the register and of those in between, as bytes. Each is written once a process: writing XML takes time. */
import type { HttpAnswer } from '../../main/registry/transport.ts';
import { FHIR_XML } from '../../shared/fhir/constants.ts';
import type { Resource } from '../../shared/fhir/types.ts';
import { toXml } from '../../shared/fhir/xml.ts';

export type Answer = Extract<HttpAnswer, { kind: 'answer' }>;

export interface Answers {
  outcome(status: number, diagnostics: string, retryAfter?: string): Answer;
  /** `$processingStatus` */
  count(unprocessed: number): Answer;
  /** A transaction-response for so many entries. */
  accepted(entries: number): Answer;
}

export function createAnswers(): Answers {
  const written = new Map<string, string>();
  const answer = (status: number, key: string, make: () => Resource, retryAfter: string | null = null): Answer => {
    const body = written.get(key) ?? toXml(make());
    written.set(key, body);
    return { kind: 'answer', status, contentType: `${FHIR_XML}; charset=utf-8`, retryAfter, body };
  };
  return {
    outcome: (status, diagnostics, retryAfter) =>
      answer(
        status,
        diagnostics,
        () => ({ resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'processing', diagnostics }] }),
        retryAfter ?? null,
      ),
    count: (unprocessed) =>
      answer(200, `count ${unprocessed}`, () => ({
        resourceType: 'Parameters',
        parameter: [{ name: 'count', valueInteger: unprocessed }],
      })),
    accepted: (entries) =>
      answer(200, `accepted ${entries}`, () => ({
        resourceType: 'Bundle',
        type: 'transaction-response',
        entry: Array.from({ length: entries }, () => ({ response: { status: '201 Created' } })),
      })),
  };
}

/** A page of a portal or a proxy. */
export const html = (status: number): Answer => ({
  kind: 'answer',
  status,
  contentType: 'text/html; charset=utf-8',
  retryAfter: null,
  body: '<!DOCTYPE html><html><head><title>Log in</title></head><body><h1>Log in</h1></body></html>',
});
