/** Ids that are the same on every attempt: a UUID (version 8, RFC 9562) made of the decision's id and the part's name. */
import { createHash } from 'node:crypto';

export function stableId(decisionId: string, part: string): string {
  const hex = createHash('sha256').update(`${decisionId}\n${part}`).digest('hex');
  const variant = '89ab'[Number.parseInt(hex[16] ?? '0', 16) % 4] ?? '8';
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
