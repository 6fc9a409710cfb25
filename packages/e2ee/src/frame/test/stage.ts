/** Real keys for tests of the frame layer: one room, any number of speakers, a source whose answers a test can change. */

import { frameContext, packKid } from '../frame-format.ts';
import type { FrameKeySource, OpeningKey, SealingKey } from '../key-source.ts';
import { deriveSframeKeySalt } from '../sframe-cipher.ts';

export const subtle: SubtleCrypto = globalThis.crypto.subtle;

export interface Speaker {
  readonly sender: number;
  readonly leaf: number;
  readonly signing: CryptoKeyPair;
}

export async function createSpeaker(sender: number, leaf: number): Promise<Speaker> {
  const signing = (await subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair;
  return { sender, leaf, signing };
}

export interface FrameKeys {
  readonly sealing: SealingKey;
  readonly opening: OpeningKey;
}

/** Keys of a speaker for one step, as the key schedule would give them. */
export async function frameKeys(
  speaker: Speaker,
  step = 0,
  generation = 0,
  epoch = 0,
  strict = false,
): Promise<FrameKeys> {
  const kid = packKid({ sender: speaker.sender, epoch, step });
  const base = new Uint8Array(32).fill(speaker.leaf + 1);
  base.set([step, epoch, generation, speaker.sender]);
  const { key, salt } = deriveSframeKeySalt(4, base, BigInt(kid));
  const context = frameContext(new Uint8Array(32).fill(7), generation);
  const aes = await subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt', 'decrypt']);
  return {
    sealing: {
      kid,
      key: aes,
      salt,
      context,
      strict,
      sign: async (bytes) => new Uint8Array(await subtle.sign('Ed25519', speaker.signing.privateKey, bytes)),
    },
    opening: {
      kid,
      key: aes,
      salt,
      context,
      strict,
      leaf: speaker.leaf,
      verify: (signature, bytes) => subtle.verify('Ed25519', speaker.signing.publicKey, signature, bytes),
    },
  };
}

export class TestKeys implements FrameKeySource {
  current: SealingKey | undefined;
  readonly known = new Map<number, OpeningKey>();
  readonly refused = new Set<number>();

  static of(...keys: FrameKeys[]): TestKeys {
    const source = new TestKeys();
    for (const key of keys) source.add(key);
    source.current = keys[0]?.sealing;
    return source;
  }

  add(keys: FrameKeys): void {
    this.known.set(keys.opening.kid, keys.opening);
  }

  sealing(): SealingKey | undefined {
    return this.current;
  }

  opening(kid: number): OpeningKey | 'unknown' | 'refused' {
    if (this.refused.has(kid >> 8)) return 'refused';
    return this.known.get(kid) ?? 'unknown';
  }
}

/** Time that moves only when a frame waits for it, or when a test says so. */
export class TestClock {
  millis = 0;
  waits = 0;

  readonly now = (): number => this.millis;
  readonly delay = async (millis: number): Promise<void> => {
    this.waits++;
    this.millis += millis;
  };
}

/** Time of a live stream for tests that open one frame after the other: it goes by at least as fast as frames come. */
export function liveTime(): () => number {
  let millis = 0;
  return () => {
    millis += 20;
    return millis;
  };
}

/** A stand-in for speech: its bytes say which frame it is. */
export function opusFrame(index: number, length = 80): Uint8Array<ArrayBuffer> {
  const opus = new Uint8Array(length).fill(index & 0xff);
  if (length > 1) opus[1] = index >> 8;
  return opus;
}

/** Seeded chance (mulberry32), so that a run of random loss can be had again. */
export function seededChance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}
