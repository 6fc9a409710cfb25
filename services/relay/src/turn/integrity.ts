import { createHmac, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { StunMessage } from './stun-message.ts';
import { attribute, headerBytes } from './stun-words.ts';

const macBytes = 20;
const integrityBytes = 4 + macBytes;
const fingerprintBytes = 8;
/** What the checksum is masked with (RFC 8489, section 14.7). */
const fingerprintMask = 0x5354554e;

/** HMAC-SHA1 over a message that claims to end with its MESSAGE-INTEGRITY (RFC 8489, section 14.5). */
function macOf(covered: Buffer, key: string | Buffer): Buffer {
  const head = Buffer.from(covered.subarray(0, headerBytes));
  head.writeUInt16BE(covered.length - headerBytes + integrityBytes, 2);
  return createHmac('sha1', key).update(head).update(covered.subarray(headerBytes)).digest();
}

export function integrityHolds({ raw, integrityAt }: StunMessage, key: string | Buffer): boolean {
  if (integrityAt === undefined || raw.length < integrityAt + integrityBytes) return false;
  if (raw.readUInt16BE(integrityAt + 2) !== macBytes) return false;
  const mac = raw.subarray(integrityAt + 4, integrityAt + integrityBytes);
  return timingSafeEqual(mac, macOf(raw.subarray(0, integrityAt), key));
}

/** Adds MESSAGE-INTEGRITY, and FINGERPRINT where asked for; the input stays as it is. */
export function sealed(message: Buffer, key: string | Buffer, fingerprint = false): Buffer {
  const length = message.length + integrityBytes + (fingerprint ? fingerprintBytes : 0);
  const whole = Buffer.alloc(length);
  message.copy(whole);
  whole.writeUInt16BE(attribute.messageIntegrity, message.length);
  whole.writeUInt16BE(macBytes, message.length + 2);
  macOf(message, key).copy(whole, message.length + 4);
  whole.writeUInt16BE(length - headerBytes, 2);
  if (fingerprint) {
    const at = length - fingerprintBytes;
    whole.writeUInt16BE(attribute.fingerprint, at);
    whole.writeUInt16BE(4, at + 2);
    whole.writeUInt32BE((crc32(whole.subarray(0, at)) ^ fingerprintMask) >>> 0, at + 4);
  }
  return whole;
}
