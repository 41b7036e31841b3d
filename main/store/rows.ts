/** One row of the outbox as sealed bytes, and what of it is still to be sent. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Decision } from '../../shared/consent/decision.ts';
import type { DeviceKeys } from './device-keys.ts';
import type { OutboxRow } from './outbox.ts';
import { newKey, seal, unseal } from './sealing.ts';

export interface Envelope {
  readonly decision: Decision;
  /** Options that a newer choice of the person has replaced: these are not sent. */
  readonly replaced: readonly string[];
  /**
   * Options that a newer choice will replace if it turns out that this one never arrived. What may have been sent is
   * sent again with the same bytes; only a refusal by the registry, or by staff, makes these `replaced`.
   */
  readonly later: readonly string[];
}

export function sealRow(keys: DeviceKeys, decisionId: string, envelope: Envelope): { rowKey: Buffer; payload: Buffer } {
  const key = newKey();
  return {
    rowKey: seal(keys.rows, `outbox/${decisionId}/key`, key),
    payload: seal(key, `outbox/${decisionId}/payload`, pack(JSON.stringify(envelope))),
  };
}

/** @throws when the row is damaged or its payload destroyed */
export function openRow(
  keys: Pick<DeviceKeys, 'rows'>,
  row: Pick<OutboxRow, 'decision_id' | 'row_key' | 'payload'>,
): Envelope {
  if (row.row_key === null || row.payload === null) throw new Error('no payload');
  const key = unseal(keys.rows, `outbox/${row.decision_id}/key`, row.row_key);
  return JSON.parse(unpack(unseal(key, `outbox/${row.decision_id}/payload`, row.payload))) as Envelope;
}

const PACKED = 1;
const PACK_HEADER_BYTES = 5;
/** So that the length of a sealed row tells nothing about how many choices are in it, or which. */
const PACK_TO_BYTES = 1024;

/** Compressed, its length before it, filled up with zeros. */
function pack(text: string): Buffer {
  const small = deflateRawSync(text);
  const whole = Buffer.alloc(Math.ceil((PACK_HEADER_BYTES + small.length) / PACK_TO_BYTES) * PACK_TO_BYTES);
  whole.writeUInt8(PACKED, 0);
  whole.writeUInt32BE(small.length, 1);
  small.copy(whole, PACK_HEADER_BYTES);
  return whole;
}

function unpack(bytes: Buffer): string {
  // Rows of the first program were JSON as it is.
  if (bytes[0] !== PACKED) return bytes.toString('utf8');
  const length = bytes.readUInt32BE(1);
  return inflateRawSync(bytes.subarray(PACK_HEADER_BYTES, PACK_HEADER_BYTES + length)).toString('utf8');
}

export const choicesLeft = ({ decision, replaced }: Envelope): Decision['choices'] =>
  decision.choices.filter((choice) => !replaced.includes(choice.option));

/** The decision as it goes to the registry. */
export const toSend = (envelope: Envelope): Decision => ({ ...envelope.decision, choices: choicesLeft(envelope) });

export const union = (a: readonly string[], b: Iterable<string>): readonly string[] => [...new Set([...a, ...b])];

/** Short, easy to read aloud, and tells nothing: eight letters and digits that do not look alike. */
export function referenceOf(uuid: string): string {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
  const bits = BigInt(`0x${uuid.replaceAll('-', '').slice(0, 10)}`);
  return Array.from({ length: 8 }, (_, place) => letters[Number((bits >> BigInt(5 * place)) & 31n)]).join('');
}
