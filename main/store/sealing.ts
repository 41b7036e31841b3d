/**
 * Sealed bytes: AES-256-GCM with the place they belong to as additional data, so that a row copied elsewhere does not
 * open. Every row has its own key, wrapped by the device's data key: to destroy a payload is to delete that key.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto';

const VERSION = 1;
export const KEY_BYTES = 32;
export const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** @param place names where the bytes belong, e.g. `outbox/<id>/payload`; @param nonce fresh, used once */
export function seal(
  key: Uint8Array | KeyObject,
  place: string,
  plain: Uint8Array,
  nonce: Uint8Array = randomBytes(NONCE_BYTES),
): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(`${VERSION}/${place}`));
  return Buffer.concat([Buffer.from([VERSION]), nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** @throws when the bytes were changed, moved, or sealed with another key */
export function unseal(key: Uint8Array | KeyObject, place: string, sealed: Uint8Array): Buffer {
  if (sealed[0] !== VERSION || sealed.length < 1 + NONCE_BYTES + TAG_BYTES) throw new Error('not a sealed value');
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, 1 + NONCE_BYTES))
    .setAAD(Buffer.from(`${VERSION}/${place}`))
    .setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(1 + NONCE_BYTES, bytes.length - TAG_BYTES)), decipher.final()]);
}

export const newKey = (): Buffer => randomBytes(KEY_BYTES);

/** Keys for separate purposes from the one data key (HKDF, RFC 5869). */
export const deriveKey = (dataKey: Uint8Array, purpose: string): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', dataKey, Buffer.alloc(0), `keuzewijzer/${purpose}`, 32)));

/** Orders a person's decisions without naming the person: HMAC-SHA-256 of the BSN. */
export const personTag = (orderKey: KeyObject, bsn: string): string =>
  createHmac('sha256', orderKey).update(bsn).digest('base64url');
