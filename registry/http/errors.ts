/** Every refusal as an OperationOutcome (R4 §2.17); diagnostics are for people and hold no value of a message. */
import type { OperationOutcome, OperationOutcomeIssue } from '../../shared/fhir/types.ts';

/** Thrown by routes to answer with an OperationOutcome. */
export class Refusal extends Error {
  readonly status: number;
  readonly outcome: OperationOutcome;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, outcome: OperationOutcome, headers: Readonly<Record<string, string>> = {}) {
    super(outcome.issue[0]?.diagnostics ?? 'refused');
    this.name = 'Refusal';
    this.status = status;
    this.outcome = outcome;
    this.headers = headers;
  }
}

/**
 * @param code FHIR issue type, http://hl7.org/fhir/issue-type
 * @param diagnostics one sentence
 */
export function outcome(code: string, diagnostics: string, expression = ''): OperationOutcome {
  return { resourceType: 'OperationOutcome', issue: [issue(code, diagnostics, expression)] };
}

export function issue(code: string, diagnostics: string, expression: string): OperationOutcomeIssue {
  return { severity: 'error', code, diagnostics, ...(expression === '' ? {} : { expression: [expression] }) };
}

/** One refusal for each status this service knows, in the same words everywhere. */
export const refuse = {
  badRequest: (diagnostics: string, expression = '') => new Refusal(400, outcome('invalid', diagnostics, expression)),
  unauthorised: (diagnostics: string) =>
    new Refusal(401, outcome('login', diagnostics), {
      'www-authenticate': 'Bearer realm="mitz", error="invalid_token"',
    }),
  forbidden: (diagnostics: string) => new Refusal(403, outcome('forbidden', diagnostics)),
  notFound: (diagnostics: string) => new Refusal(404, outcome('not-found', diagnostics)),
  notAcceptable: () =>
    new Refusal(406, outcome('not-supported', 'Only application/fhir+xml and application/fhir+json are served.')),
  unsupported: (diagnostics: string) => new Refusal(415, outcome('not-supported', diagnostics)),
  methodNotAllowed: (allowed: string) =>
    new Refusal(405, outcome('not-supported', 'This method is not served at this address.'), { allow: allowed }),
  conflict: (expression: string) =>
    new Refusal(
      409,
      outcome('duplicate', 'This identifier was used before for other content; nothing was changed.', expression),
    ),
  tooMany: (retryAfterSeconds: number) =>
    new Refusal(429, outcome('throttled', 'Too many requests; try again later.'), {
      'retry-after': String(retryAfterSeconds),
    }),
} as const;

/** What Fastify itself refuses: status → the FHIR issue type and our own sentence (Fastify's may quote input). */
const OWN_WORDS: ReadonlyMap<number, readonly [string, string]> = new Map([
  [400, ['structure', 'The request is malformed.']],
  [404, ['not-found', 'There is nothing at this address.']],
  [408, ['timeout', 'The request took too long.']],
  [413, ['too-long', 'The message is too large.']],
  [405, ['not-supported', 'This method is not served at this address.']],
  [414, ['too-long', 'The address is too long.']],
  [415, ['not-supported', 'Send application/fhir+xml or application/fhir+json in UTF-8.']],
  [431, ['too-long', 'The head of the request is too large.']],
  [503, ['transient', 'The register is closing; try again later.']],
]);

/** The refusal for what never became a request (Node's HTTP parser): its code → a status. */
export function brokenRequest(code: string | undefined): Refusal {
  const status = code === 'HPE_HEADER_OVERFLOW' ? 431 : code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
  return refusalOf(status, OWN_WORDS.get(status) ?? ['structure', 'The request is malformed.']);
}

function refusalOf(status: number, [code, diagnostics]: readonly [string, string]): Refusal {
  return new Refusal(status, outcome(code, diagnostics), status === 503 ? { 'retry-after': '5' } : {});
}

/** Any error → the refusal to send. What is not a known refusal is 500 and says nothing of its cause. */
export function toRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? Number(error.statusCode) : 500;
  const words = OWN_WORDS.get(status);
  if (words !== undefined) return refusalOf(status, words);
  if (isDatabaseAway(error)) {
    return new Refusal(503, outcome('transient', 'The register cannot reach its database; try again later.'), {
      'retry-after': '5',
    });
  }
  return new Refusal(500, outcome('exception', 'The register failed; nothing was recorded by this request.'));
}

/** PostgreSQL is not there: connection classes 08 and 57, or the socket itself. */
function isDatabaseAway(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  const message = error instanceof Error ? error.message : '';
  return (
    /^(?:08|57|53)|^ECONN|^ETIMEDOUT|^EPIPE/.test(code) ||
    /connection (?:terminated|error|ended)|timeout/i.test(message)
  );
}
