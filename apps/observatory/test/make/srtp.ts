import { createCipheriv, createHmac } from 'node:crypto';
import { type Master, sessionKey } from '../../src/evidence/srtp.ts';
import { be, concat } from './bytes.ts';
import { dtlsRecord } from './tls.ts';

/** AES-CM with HMAC-SHA1-80 (RFC 3711), with big numbers: a header of 12 bytes stays as it is. */
export function sealSrtp(master: Master, packet: Uint8Array, source: number, index: number): Uint8Array {
  const header = packet.subarray(0, 12);
  const salt = BigInt(`0x${sessionKey(master, 2, 14).toString('hex')}`);
  const iv = ((salt << 16n) ^ (BigInt(source) << 64n) ^ (BigInt(index) << 16n))
    .toString(16)
    .padStart(32, '0');
  const sealed = createCipheriv('aes-128-ctr', sessionKey(master, 0, 16), Buffer.from(iv, 'hex')).update(
    packet.subarray(12),
  );
  const rollover = be(4, Math.floor(index / 65_536));
  const tag = createHmac('sha1', sessionKey(master, 1, 20))
    .update(header)
    .update(sealed)
    .update(rollover)
    .digest();
  return concat(header, sealed, tag.subarray(0, 10));
}

/** AES-GCM (RFC 7714), with big numbers. */
export function sealGcm(master: Master, packet: Uint8Array, source: number, index: number): Uint8Array {
  const header = packet.subarray(0, 12);
  const salt = BigInt(`0x${sessionKey(master, 2, 12).toString('hex')}`);
  const iv = (salt ^ (BigInt(source) << 48n) ^ BigInt(index)).toString(16).padStart(24, '0');
  const key = sessionKey(master, 0, master.key.length);
  const cipher = createCipheriv(
    master.key.length === 32 ? 'aes-256-gcm' : 'aes-128-gcm',
    key,
    Buffer.from(iv, 'hex'),
  );
  cipher.setAAD(header);
  const sealed = concat(cipher.update(packet.subarray(12)), cipher.final());
  return concat(header, sealed, cipher.getAuthTag());
}

/** A DTLS 1.2 hello that offers or chooses a protection profile of SRTP: 1 is AES-CM with HMAC-SHA1-80, 7 AES-128-GCM. */
export function dtlsHello(from: 'client' | 'server', random: Uint8Array, profile = 1): Uint8Array {
  const extensions = be(2, 14, 5, 2, profile);
  const profiles = concat(extensions, [0]);
  const suites =
    from === 'client' ? concat([0, 0], be(2, 2, 0xc02f), [1, 0]) : concat([0], be(2, 0xc02f), [0]);
  const body = concat([0xfe, 0xfd], random, suites, be(2, profiles.length), profiles);
  const length = [0, body.length >> 8, body.length & 255];
  return dtlsRecord(22, 0, 0, concat([from === 'client' ? 1 : 2], length, [0, 0, 0, 0, 0], length, body));
}
