/**
 * The element tables of FHIR R4 (4.0.1): per type its elements in the order of the specification, because FHIR XML
 * fixes the order (R4 §2.6.1 "XML Representation"). They drive writing, reading and checking of XML and JSON alike.
 * Only what this project sends or reads is listed; `modifierExtension` is left out on purpose: who does not
 * understand one must not use the resource (R4 §2.4.1).
 */
import type { PrimitiveType } from './primitives.ts';

/** `Resource` nests a whole resource; other capitalised names are tables below. */
export interface ElementDef {
  readonly name: string;
  readonly type: PrimitiveType | 'Resource' | (string & {});
  readonly many: boolean;
  readonly required: boolean;
  /** Written as an XML attribute instead of a child element: Extension.url and every id of a datatype. */
  readonly attribute: boolean;
  /** Choice element this belongs to, e.g. `value` for valueString: at most one of them may stand. */
  readonly choice: string | null;
}

/**
 * Compact notation, one element a word: `name:type`, `*` repeats, `!` required, `+` required and repeats,
 * `@` XML attribute, `?x` alternatives of choice x.
 */
function table(notation: string): readonly ElementDef[] {
  return notation
    .trim()
    .split(/\s+/)
    .map((word) => {
      const match = /^(\w+):(\w+)([*!+@]*)(?:\?(\w+))?$/.exec(word);
      if (match === null) throw new Error(`element table: ${word}`);
      const flags = match[3] ?? '';
      return {
        name: match[1] ?? '',
        type: match[2] ?? '',
        many: /[*+]/.test(flags),
        required: /[!+]/.test(flags),
        attribute: flags.includes('@'),
        choice: match[4] ?? null,
      };
    });
}

const element = 'id:string@ extension:Extension*';
const resource = 'id:id meta:Meta implicitRules:uri language:code';
const domainResource = `${resource} contained:Resource* extension:Extension*`;

/** Tables by type name; a backbone element has the name of its place. */
export const ELEMENTS: ReadonlyMap<string, readonly ElementDef[]> = new Map([
  [
    'Extension',
    table(`${element} url:uri@! valueBoolean:boolean?value valueCode:code?value valueDateTime:dateTime?value
      valueInstant:instant?value valueInteger:integer?value valueString:string?value valueUri:uri?value
      valueCodeableConcept:CodeableConcept?value valueCoding:Coding?value valueIdentifier:Identifier?value
      valueReference:Reference?value`),
  ],
  ['Coding', table(`${element} system:uri version:string code:code display:string userSelected:boolean`)],
  ['CodeableConcept', table(`${element} coding:Coding* text:string`)],
  ['Period', table(`${element} start:dateTime end:dateTime`)],
  ['Identifier', table(`${element} use:code type:CodeableConcept system:uri value:string period:Period`)],
  ['Reference', table(`${element} reference:string type:uri identifier:Identifier display:string`)],
  ['HumanName', table(`${element} use:code text:string family:string given:string* prefix:string* suffix:string*`)],
  ['Meta', table(`${element} versionId:id lastUpdated:instant source:uri profile:canonical* tag:Coding*`)],
  [
    'Signature',
    table(`${element} type:Coding+ when:instant! who:Reference! onBehalfOf:Reference targetFormat:code
      sigFormat:code data:base64Binary`),
  ],
  [
    'Patient',
    table(`${domainResource} identifier:Identifier* active:boolean name:HumanName* gender:code birthDate:date`),
  ],
  ['Organization', table(`${domainResource} identifier:Identifier* active:boolean type:CodeableConcept* name:string`)],
  ['Practitioner', table(`${domainResource} identifier:Identifier* active:boolean name:HumanName*`)],
  [
    'Device',
    table(`${domainResource} identifier:Identifier* status:code manufacturer:string serialNumber:string
      deviceName:DeviceName* modelNumber:string type:CodeableConcept version:DeviceVersion* owner:Reference`),
  ],
  ['DeviceName', table(`${element} name:string! type:code!`)],
  ['DeviceVersion', table(`${element} type:CodeableConcept value:string!`)],
  [
    'Consent',
    table(`${domainResource} identifier:Identifier* status:code! scope:CodeableConcept! category:CodeableConcept+
      patient:Reference dateTime:dateTime performer:Reference* organization:Reference* sourceReference:Reference
      policy:ConsentPolicy* policyRule:CodeableConcept provision:ConsentProvision`),
  ],
  ['ConsentPolicy', table(`${element} authority:uri uri:uri`)],
  [
    'ConsentProvision',
    table(`${element} type:code period:Period actor:ConsentActor* action:CodeableConcept* securityLabel:Coding*
      purpose:Coding* class:Coding* code:CodeableConcept* data:ConsentData* provision:ConsentProvision*`),
  ],
  ['ConsentData', table(`${element} meaning:code! reference:Reference!`)],
  ['ConsentActor', table(`${element} role:CodeableConcept! reference:Reference!`)],
  [
    'Provenance',
    table(`${domainResource} target:Reference+ occurredPeriod:Period?occurred occurredDateTime:dateTime?occurred
      recorded:instant! policy:uri* location:Reference reason:CodeableConcept* activity:CodeableConcept
      agent:ProvenanceAgent+ entity:ProvenanceEntity* signature:Signature*`),
  ],
  [
    'ProvenanceAgent',
    table(`${element} type:CodeableConcept role:CodeableConcept* who:Reference! onBehalfOf:Reference`),
  ],
  ['ProvenanceEntity', table(`${element} role:code! what:Reference!`)],
  ['OperationOutcome', table(`${domainResource} issue:OperationOutcomeIssue+`)],
  [
    'OperationOutcomeIssue',
    table(`${element} severity:code! code:code! details:CodeableConcept diagnostics:string location:string*
      expression:string*`),
  ],
  ['Parameters', table(`${resource} parameter:ParametersParameter*`)],
  [
    'ParametersParameter',
    table(`${element} name:string! valueBoolean:boolean?value valueCode:code?value valueDateTime:dateTime?value
      valueInteger:integer?value valueString:string?value valueUri:uri?value resource:Resource
      part:ParametersParameter*`),
  ],
  [
    'Bundle',
    table(`${resource} identifier:Identifier type:code! timestamp:instant total:unsignedInt link:BundleLink*
      entry:BundleEntry*`),
  ],
  ['BundleLink', table(`${element} relation:string! url:uri!`)],
  [
    'BundleEntry',
    table(`${element} fullUrl:uri resource:Resource search:BundleSearch request:BundleRequest
      response:BundleResponse`),
  ],
  ['BundleSearch', table(`${element} mode:code`)],
  ['BundleRequest', table(`${element} method:code! url:uri! ifNoneExist:string`)],
  ['BundleResponse', table(`${element} status:string! location:uri etag:string lastModified:instant outcome:Resource`)],
  [
    'CapabilityStatement',
    table(`${domainResource} name:string title:string status:code! date:dateTime! publisher:string
      description:string kind:code! software:CapabilitySoftware implementation:CapabilityImplementation
      fhirVersion:code! format:code+ rest:CapabilityRest*`),
  ],
  ['CapabilitySoftware', table(`${element} name:string! version:string`)],
  ['CapabilityImplementation', table(`${element} description:string! url:uri`)],
  [
    'CapabilityRest',
    table(`${element} mode:code! documentation:string resource:CapabilityResource*
      interaction:CapabilityInteraction* operation:CapabilityOperation*`),
  ],
  [
    'CapabilityResource',
    table(`${element} type:code! supportedProfile:canonical* interaction:CapabilityInteraction*
      searchParam:CapabilitySearchParam*`),
  ],
  ['CapabilityInteraction', table(`${element} code:code! documentation:string`)],
  ['CapabilitySearchParam', table(`${element} name:string! type:code! documentation:string`)],
  ['CapabilityOperation', table(`${element} name:string! definition:canonical!`)],
]);

/** Types that are resources: they carry `resourceType` in JSON and are the element name in XML. */
export const RESOURCE_TYPES: ReadonlySet<string> = new Set([
  'Bundle',
  'CapabilityStatement',
  'Consent',
  'Device',
  'OperationOutcome',
  'Organization',
  'Parameters',
  'Patient',
  'Practitioner',
  'Provenance',
]);
