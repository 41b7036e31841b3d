/**
 * Expected failures of the FHIR codec as plain data: they survive structured clone and never carry a value of the
 * message (a value may be a BSN or a choice), only the place where it stood.
 */

/** Why a text is not the FHIR resource it should be. */
export type FhirErrorCode =
  | 'empty'
  | 'too-large'
  | 'too-deep'
  | 'html'
  | 'doctype'
  | 'malformed'
  | 'illegal-character'
  | 'not-fhir'
  | 'unknown-element'
  | 'order'
  | 'invalid-value';

export interface FhirError {
  readonly code: FhirErrorCode;
  /** One English sentence for logs and for OperationOutcome.diagnostics; holds no value of the message. */
  readonly message: string;
  /** FHIRPath-like place, e.g. `Bundle.entry[2].resource.status`; empty when the text has no structure yet. */
  readonly path: string;
}

export type FhirResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: FhirError };

/** Used inside the codec only: carries a FhirError out of a deep walk to the edge, where it becomes a result. */
export class FhirProblem extends Error {
  readonly problem: FhirError;
  constructor(code: FhirErrorCode, message: string, path = '') {
    super(message);
    this.name = 'FhirProblem';
    this.problem = { code, message, path };
  }
}

/** Runs a walk and turns its FhirProblem into a result; anything else is a bug and goes on. */
export function attempt<T>(walk: () => T): FhirResult<T> {
  try {
    return { ok: true, value: walk() };
  } catch (thrown) {
    if (thrown instanceof FhirProblem) return { ok: false, error: thrown.problem };
    throw thrown;
  }
}

/** A name from a message, fit for an error sentence: names of FHIR have letters only, anything else is not repeated. */
export function safeName(name: string): string {
  return /^[A-Za-z]{1,40}$/.test(name) ? name : 'a foreign name';
}
