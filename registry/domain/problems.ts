/** What is wrong with a message, collected so that a sender learns it all at once. */

/** 400: not per specification. 422: understood and refused by a rule (domain.md §6). */
export interface Problem {
  readonly status: 400 | 422;
  /** FHIR issue type, http://hl7.org/fhir/issue-type. */
  readonly code: string;
  /** One sentence; never a value of the message. */
  readonly diagnostics: string;
  readonly expression: string;
}

const MAX_PROBLEMS = 20;

export class Problems {
  readonly #list: Problem[] = [];

  add(status: Problem['status'], code: string, diagnostics: string, expression: string): void {
    if (this.#list.length < MAX_PROBLEMS) this.#list.push({ status, code, diagnostics, expression });
  }

  get list(): readonly Problem[] {
    return this.#list;
  }
}
