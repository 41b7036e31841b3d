/** Ids that are the same on every attempt, as UUIDs of version 8 (RFC 9562 §5.8). */
import { createHash, createHmac } from 'node:crypto';

/** Made of the decision's id, which is random, and the part's name. */
export function stableId(decisionId: string, part: string): string {
  return uuidOf(createHash('sha256').update(`${decisionId}\n${part}`).digest('hex'));
}

/**
 * Made of who the person is and the part's name. There are so few BSNs that a plain hash of one can be undone by trying
 * them all: only who has the key can make this id, or learn from it whose it is.
 */
export function personalId(key: string, bsn: string, part: string): string {
  return uuidOf(createHmac('sha256', key).update(`${bsn}\n${part}`).digest('hex'));
}

function uuidOf(hex: string): string {
  const variant = '89ab'[Number.parseInt(hex[16] ?? '0', 16) % 4] ?? '8';
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
