// SRTP opened with known keys (RFC 3711, RFC 7714), and those keys out of a DTLS handshake (RFC 5764).
import { createCipheriv, createDecipheriv, createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { parseRtp } from './rtp.ts';

type Profile = { readonly key: number; readonly salt: number; readonly tag: number; readonly gcm: boolean };
const PROFILES: Readonly<Record<number, Profile>> = {
  1: { key: 16, salt: 14, tag: 10, gcm: false },
  2: { key: 16, salt: 14, tag: 4, gcm: false },
  7: { key: 16, salt: 12, tag: 16, gcm: true },
  8: { key: 32, salt: 12, tag: 16, gcm: true },
};

export type SrtpKeys = { readonly profile: number; readonly client: Master; readonly server: Master };
export type Master = { readonly key: Buffer; readonly salt: Buffer };

/** Undefined for a profile that is not known. */
export function dtlsSrtpKeys(
  master: Buffer,
  clientRandom: Uint8Array,
  serverRandom: Uint8Array,
  suite: number,
  profile: number,
): SrtpKeys | undefined {
  const known = PROFILES[profile];
  if (!known) return undefined;
  const seed = Buffer.concat([Buffer.from('EXTRACTOR-dtls_srtp'), clientRandom, serverRandom]);
  return split(prf(master, seed, 2 * (known.key + known.salt), hashOf(suite)), profile, known);
}

/** The same in DTLS 1.3 (RFC 8446 section 7.5). */
export function dtls13SrtpKeys(exporter: Buffer, profile: number): SrtpKeys | undefined {
  const known = PROFILES[profile];
  if (!known) return undefined;
  const hash = exporter.length === 48 ? 'sha384' : 'sha256';
  const nothing = createHash(hash).digest();
  const derived = expandLabel(exporter, 'EXTRACTOR-dtls_srtp', nothing, exporter.length, hash);
  return split(expandLabel(derived, 'exporter', nothing, 2 * (known.key + known.salt), hash), profile, known);
}

function split(bytes: Buffer, profile: number, { key, salt }: Profile): SrtpKeys {
  const at = (from: number, length: number) => bytes.subarray(from, from + length);
  return {
    profile,
    client: { key: at(0, key), salt: at(2 * key, salt) },
    server: { key: at(key, key), salt: at(2 * key + salt, salt) },
  };
}

/** TLS 1.2 suites with SHA-384 are the ones with AES-256-GCM and a few more; all others use SHA-256 (RFC 5246 section 5). */
const SHA384 = new Set([0x009d, 0x009f, 0xc02c, 0xc030, 0xc024, 0xc028]);
const hashOf = (suite: number): string => (SHA384.has(suite) ? 'sha384' : 'sha256');

function prf(secret: Buffer, seed: Buffer, length: number, hash: string): Buffer {
  const parts: Buffer[] = [];
  let a = seed;
  for (let made = 0; made < length; made += parts.at(-1)!.length) {
    a = createHmac(hash, secret).update(a).digest();
    parts.push(createHmac(hash, secret).update(a).update(seed).digest());
  }
  return Buffer.concat(parts).subarray(0, length);
}

/** The label in DTLS 1.3 begins with `dtls13` and no space (RFC 9147 section 5.9). */
function expandLabel(secret: Buffer, label: string, context: Buffer, length: number, hash: string): Buffer {
  const name = Buffer.from(`dtls13${label}`);
  const info = Buffer.concat([
    Buffer.from([length >> 8, length & 255, name.length]),
    name,
    Buffer.from([context.length]),
    context,
  ]);
  const parts: Buffer[] = [];
  let last = Buffer.alloc(0);
  for (let i = 1; parts.length * secret.length < length; i++) {
    last = createHmac(hash, secret)
      .update(Buffer.concat([last, info, Buffer.from([i])]))
      .digest();
    parts.push(last);
  }
  return Buffer.concat(parts).subarray(0, length);
}

/** Session keys with a derivation rate of zero (RFC 3711 section 4.3.1; a 96-bit salt is filled up with zeros). */
export function sessionKey({ key, salt }: Master, label: number, length: number): Buffer {
  const iv = Buffer.alloc(16);
  salt.copy(iv);
  iv[7]! ^= label;
  return createCipheriv(key.length === 32 ? 'aes-256-ctr' : 'aes-128-ctr', key, iv).update(
    Buffer.alloc(length),
  );
}

/** One direction of a transport; keeps the rollover counter of each source. */
export class SrtpOpener {
  readonly #profile: Profile;
  readonly #key: Buffer;
  readonly #salt: Buffer;
  readonly #auth: Buffer;
  readonly #highest = new Map<number, number>();

  constructor(profile: number, master: Master) {
    this.#profile = PROFILES[profile]!;
    this.#key = sessionKey(master, 0, this.#profile.key);
    this.#auth = sessionKey(master, 1, 20);
    this.#salt = sessionKey(master, 2, this.#profile.salt);
  }

  /** The packet as it was before SRTP: header, then the payload in clear; undefined when the keys do not fit it. */
  open(packet: Uint8Array): Uint8Array | undefined {
    const rtp = parseRtp(packet);
    if (!rtp || packet.length < rtp.payloadAt + this.#profile.tag || this.#highest.size > 4096)
      return undefined;
    const index = this.#indexOf(rtp.source, rtp.sequence);
    const opened = this.#profile.gcm
      ? openGcm(this.#key, this.#salt, packet, rtp.payloadAt, rtp.source, index)
      : this.#counter(packet, rtp.payloadAt, rtp.source, index);
    if (!opened) return undefined;
    this.#highest.set(rtp.source, Math.max(index, this.#highest.get(rtp.source) ?? 0));
    return Buffer.concat([packet.subarray(0, rtp.payloadAt), opened]);
  }

  /** The rollover count that brings the index nearest to the highest one seen (RFC 3711 section 3.3.1). */
  #indexOf(source: number, sequence: number): number {
    const highest = this.#highest.get(source);
    if (highest === undefined) return sequence;
    const near = Math.floor(highest / 65_536);
    const candidates = [near - 1, near, near + 1]
      .filter((count) => count >= 0)
      .map((count) => count * 65_536 + sequence);
    return candidates.reduce((best, one) =>
      Math.abs(one - highest) < Math.abs(best - highest) ? one : best,
    );
  }

  #counter(packet: Uint8Array, at: number, source: number, index: number): Buffer | undefined {
    const end = packet.length - this.#profile.tag;
    const rollover = Buffer.alloc(4);
    rollover.writeUInt32BE(Math.floor(index / 65_536));
    const tag = createHmac('sha1', this.#auth).update(packet.subarray(0, end)).update(rollover).digest();
    if (!timingSafeEqual(tag.subarray(0, this.#profile.tag), packet.subarray(end))) return undefined;
    const iv = Buffer.alloc(16);
    this.#salt.copy(iv);
    xor(iv, 4, source, 4);
    xor(iv, 8, index, 6);
    return createDecipheriv('aes-128-ctr', this.#key, iv).update(packet.subarray(at, end));
  }
}

/** RFC 7714 section 8.1, with session keys. @param at where the payload begins */
export function openGcm(
  key: Buffer,
  salt: Buffer,
  packet: Uint8Array,
  at: number,
  source: number,
  index: number,
): Buffer | undefined {
  const iv = Buffer.from(salt);
  xor(iv, 2, source, 4);
  xor(iv, 6, index, 6);
  const opener = createDecipheriv(key.length === 32 ? 'aes-256-gcm' : 'aes-128-gcm', key, iv);
  opener.setAAD(packet.subarray(0, at));
  opener.setAuthTag(packet.subarray(packet.length - 16));
  try {
    return Buffer.concat([opener.update(packet.subarray(at, packet.length - 16)), opener.final()]);
  } catch {
    return undefined;
  }
}

function xor(into: Buffer, at: number, value: number, width: number): void {
  let rest = value;
  for (let i = width - 1; i >= 0; i--) {
    into[at + i]! ^= rest % 256;
    rest = Math.floor(rest / 256);
  }
}
