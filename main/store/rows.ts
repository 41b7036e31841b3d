/** One row of the outbox as sealed bytes, and what of it is still to be sent. */
import { randomBytes } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Decision } from '../../shared/consent/decision.ts';
import type { DeviceKeys } from './device-keys.ts';
import type { OutboxRow } from './outbox.ts';
import { KEY_BYTES, NONCE_BYTES, seal, unseal } from './sealing.ts';

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

export function sealRow(
  keys: Pick<DeviceKeys, 'rows'>,
  decisionId: string,
  envelope: Envelope,
): { rowKey: Buffer; payload: Buffer } {
  // Drawn at once: each call to the system's source costs as much as the sealing itself.
  const fresh = randomBytes(KEY_BYTES + 2 * NONCE_BYTES);
  const key = fresh.subarray(0, KEY_BYTES);
  const [first, second] = [fresh.subarray(KEY_BYTES, KEY_BYTES + NONCE_BYTES), fresh.subarray(KEY_BYTES + NONCE_BYTES)];
  return {
    rowKey: seal(keys.rows, `outbox/${decisionId}/key`, key, first),
    payload: seal(key, `outbox/${decisionId}/payload`, packed(envelope), second),
  };
}

/** @throws when the row is damaged or its payload destroyed */
export function openRow(
  keys: Pick<DeviceKeys, 'rows'>,
  row: Pick<OutboxRow, 'decision_id' | 'row_key' | 'payload'>,
): Envelope {
  if (row.row_key === null || row.payload === null) throw new Error('no payload');
  const key = unseal(keys.rows, `outbox/${row.decision_id}/key`, row.row_key);
  return JSON.parse(
    unpacked(unseal(key, `outbox/${row.decision_id}/payload`, row.payload)).toString('utf8'),
  ) as Envelope;
}

/**
 * A sealed row of one choice and one of all the choices of the catalogue are of the same length: it tells nothing about
 * how many are in it, or which. Compressed, all of them fit.
 */
const FILL_TO_BYTES = 2048;

/** Stands before compressed JSON and its length; what earlier versions packed is JSON, which begins with a brace. */
const COMPRESSED = 1;
const HEAD_BYTES = 5;
/** A decision is no longer than this window: a smaller one costs a third less time, for the same length. */
const COMPRESSING = { level: 1, windowBits: 13, memLevel: 5 } as const;

function packed(envelope: Envelope): Buffer {
  const compressed = deflateRawSync(JSON.stringify(envelope), COMPRESSING);
  const bytes = Buffer.alloc(Math.ceil((HEAD_BYTES + compressed.length) / FILL_TO_BYTES) * FILL_TO_BYTES);
  bytes.writeUInt8(COMPRESSED, 0);
  bytes.writeUInt32LE(compressed.length, 1);
  bytes.set(compressed, HEAD_BYTES);
  return bytes;
}

function unpacked(bytes: Buffer): Buffer {
  if (bytes[0] !== COMPRESSED) return bytes;
  return inflateRawSync(bytes.subarray(HEAD_BYTES, HEAD_BYTES + bytes.readUInt32LE(1)));
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
