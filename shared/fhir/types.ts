/**
 * FHIR R4 (4.0.1) resources and datatypes as far as this project sends, stores or reads them. The element tables in
 * elements.ts say the same to the codec; a property that is missing there cannot be written or read.
 */

/** An open extension (FHIR R4 §2.4). Exactly one value, or nested extensions. */
export interface Extension {
  readonly url: string;
  readonly extension?: readonly Extension[];
  readonly valueBoolean?: boolean;
  readonly valueCode?: string;
  readonly valueDateTime?: string;
  readonly valueInstant?: string;
  readonly valueInteger?: number;
  readonly valueString?: string;
  readonly valueUri?: string;
  readonly valueCodeableConcept?: CodeableConcept;
  readonly valueCoding?: Coding;
  readonly valueIdentifier?: Identifier;
  readonly valueReference?: Reference;
}

interface Element {
  readonly id?: string;
  readonly extension?: readonly Extension[];
}

export interface Coding extends Element {
  readonly system?: string;
  readonly version?: string;
  readonly code?: string;
  readonly display?: string;
  readonly userSelected?: boolean;
}

export interface CodeableConcept extends Element {
  readonly coding?: readonly Coding[];
  readonly text?: string;
}

export interface Period extends Element {
  readonly start?: string;
  readonly end?: string;
}

export interface Identifier extends Element {
  readonly use?: string;
  readonly type?: CodeableConcept;
  readonly system?: string;
  readonly value?: string;
  readonly period?: Period;
}

export interface Reference extends Element {
  readonly reference?: string;
  readonly type?: string;
  readonly identifier?: Identifier;
  readonly display?: string;
}

export interface HumanName extends Element {
  readonly use?: string;
  readonly text?: string;
  readonly family?: string;
  readonly given?: readonly string[];
  readonly prefix?: readonly string[];
  readonly suffix?: readonly string[];
}

export interface Meta extends Element {
  readonly versionId?: string;
  /** instant */
  readonly lastUpdated?: string;
  readonly source?: string;
  readonly profile?: readonly string[];
  readonly tag?: readonly Coding[];
}

/** A digital signature (FHIR R4 §2.24.0.14); `data` is base64. */
export interface Signature extends Element {
  readonly type: readonly Coding[];
  readonly when: string;
  readonly who: Reference;
  readonly onBehalfOf?: Reference;
  readonly targetFormat?: string;
  readonly sigFormat?: string;
  readonly data?: string;
}

interface AnyResource {
  readonly id?: string;
  readonly meta?: Meta;
  readonly language?: string;
}

interface DomainResource extends AnyResource {
  readonly contained?: readonly Resource[];
  readonly extension?: readonly Extension[];
}

export interface Patient extends DomainResource {
  readonly resourceType: 'Patient';
  readonly identifier?: readonly Identifier[];
  readonly active?: boolean;
  readonly name?: readonly HumanName[];
  readonly gender?: string;
  /** date, `YYYY-MM-DD` */
  readonly birthDate?: string;
}

export interface Organization extends DomainResource {
  readonly resourceType: 'Organization';
  readonly identifier?: readonly Identifier[];
  readonly active?: boolean;
  readonly type?: readonly CodeableConcept[];
  readonly name?: string;
}

export interface Practitioner extends DomainResource {
  readonly resourceType: 'Practitioner';
  readonly identifier?: readonly Identifier[];
  readonly active?: boolean;
  readonly name?: readonly HumanName[];
}

export interface Device extends DomainResource {
  readonly resourceType: 'Device';
  readonly identifier?: readonly Identifier[];
  readonly status?: string;
  readonly manufacturer?: string;
  readonly serialNumber?: string;
  readonly deviceName?: readonly ({ readonly name: string; readonly type: string } & Element)[];
  readonly modelNumber?: string;
  readonly type?: CodeableConcept;
  readonly version?: readonly ({ readonly type?: CodeableConcept; readonly value: string } & Element)[];
  readonly owner?: Reference;
}

export interface ConsentActor extends Element {
  readonly role: CodeableConcept;
  readonly reference: Reference;
}

/** Which data a provision is about; `authoredby` means data of this author. */
export interface ConsentData extends Element {
  readonly meaning: 'instance' | 'related' | 'dependents' | 'authoredby';
  readonly reference: Reference;
}

export interface ConsentProvision extends Element {
  readonly type?: 'permit' | 'deny';
  readonly period?: Period;
  readonly actor?: readonly ConsentActor[];
  readonly action?: readonly CodeableConcept[];
  readonly securityLabel?: readonly Coding[];
  readonly purpose?: readonly Coding[];
  readonly class?: readonly Coding[];
  readonly code?: readonly CodeableConcept[];
  readonly data?: readonly ConsentData[];
  readonly provision?: readonly ConsentProvision[];
}

export interface Consent extends DomainResource {
  readonly resourceType: 'Consent';
  readonly identifier?: readonly Identifier[];
  readonly status: 'draft' | 'proposed' | 'active' | 'rejected' | 'inactive' | 'entered-in-error';
  readonly scope: CodeableConcept;
  readonly category: readonly CodeableConcept[];
  readonly patient?: Reference;
  /** dateTime: the true moment of the choice, UTC (domain.md §7.2). */
  readonly dateTime?: string;
  readonly performer?: readonly Reference[];
  readonly organization?: readonly Reference[];
  readonly sourceReference?: Reference;
  readonly policy?: readonly ({ readonly authority?: string; readonly uri?: string } & Element)[];
  readonly policyRule?: CodeableConcept;
  readonly provision?: ConsentProvision;
}

export interface ProvenanceAgent extends Element {
  readonly type?: CodeableConcept;
  readonly role?: readonly CodeableConcept[];
  readonly who: Reference;
  readonly onBehalfOf?: Reference;
}

export interface Provenance extends DomainResource {
  readonly resourceType: 'Provenance';
  readonly target: readonly Reference[];
  readonly occurredPeriod?: Period;
  readonly occurredDateTime?: string;
  /** instant */
  readonly recorded: string;
  readonly policy?: readonly string[];
  readonly location?: Reference;
  readonly reason?: readonly CodeableConcept[];
  readonly activity?: CodeableConcept;
  readonly agent: readonly ProvenanceAgent[];
  readonly entity?: readonly ({ readonly role: string; readonly what: Reference } & Element)[];
  readonly signature?: readonly Signature[];
}

export interface OperationOutcomeIssue extends Element {
  readonly severity: 'fatal' | 'error' | 'warning' | 'information';
  readonly code: string;
  readonly details?: CodeableConcept;
  readonly diagnostics?: string;
  readonly location?: readonly string[];
  readonly expression?: readonly string[];
}

export interface OperationOutcome extends DomainResource {
  readonly resourceType: 'OperationOutcome';
  readonly issue: readonly OperationOutcomeIssue[];
}

export interface ParametersParameter extends Element {
  readonly name: string;
  readonly valueBoolean?: boolean;
  readonly valueCode?: string;
  readonly valueDateTime?: string;
  readonly valueInteger?: number;
  readonly valueString?: string;
  readonly valueUri?: string;
  readonly resource?: Resource;
  readonly part?: readonly ParametersParameter[];
}

export interface Parameters extends AnyResource {
  readonly resourceType: 'Parameters';
  readonly parameter?: readonly ParametersParameter[];
}

export interface BundleEntry extends Element {
  readonly fullUrl?: string;
  readonly resource?: Resource;
  readonly search?: { readonly mode?: 'match' | 'include' | 'outcome' } & Element;
  readonly request?: { readonly method: string; readonly url: string; readonly ifNoneExist?: string } & Element;
  readonly response?: {
    readonly status: string;
    readonly location?: string;
    readonly etag?: string;
    readonly lastModified?: string;
    readonly outcome?: Resource;
  } & Element;
}

export interface Bundle extends AnyResource {
  readonly resourceType: 'Bundle';
  readonly identifier?: Identifier;
  readonly type:
    | 'transaction'
    | 'transaction-response'
    | 'searchset'
    | 'collection'
    | 'batch'
    | 'batch-response'
    | 'history';
  /** instant */
  readonly timestamp?: string;
  readonly total?: number;
  readonly link?: readonly ({ readonly relation: string; readonly url: string } & Element)[];
  readonly entry?: readonly BundleEntry[];
}

/** What a FHIR server says about itself; kept to what ours serves. */
export interface CapabilityStatement extends DomainResource {
  readonly resourceType: 'CapabilityStatement';
  readonly name?: string;
  readonly title?: string;
  readonly status: string;
  readonly date: string;
  readonly publisher?: string;
  readonly description?: string;
  readonly kind: string;
  readonly software?: { readonly name: string; readonly version?: string } & Element;
  readonly implementation?: { readonly description: string; readonly url?: string } & Element;
  readonly fhirVersion: string;
  readonly format: readonly string[];
  readonly rest?: readonly CapabilityRest[];
}

interface CapabilityRest extends Element {
  readonly mode: 'server' | 'client';
  readonly documentation?: string;
  readonly resource?: readonly ({
    readonly type: string;
    readonly supportedProfile?: readonly string[];
    readonly interaction?: readonly ({ readonly code: string; readonly documentation?: string } & Element)[];
    readonly searchParam?: readonly ({
      readonly name: string;
      readonly type: string;
      readonly documentation?: string;
    } & Element)[];
  } & Element)[];
  readonly interaction?: readonly ({ readonly code: string; readonly documentation?: string } & Element)[];
  readonly operation?: readonly ({ readonly name: string; readonly definition: string } & Element)[];
}

/** Every resource the codec knows. */
export type Resource =
  | Bundle
  | CapabilityStatement
  | Consent
  | Device
  | OperationOutcome
  | Organization
  | Parameters
  | Patient
  | Practitioner
  | Provenance;
