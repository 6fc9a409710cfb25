/** Turns Opus frames into payloads of one size, in order, or into nothing. */
import {
  AAD_BYTES,
  CIPHERTEXT_AT,
  CTR_LIMIT,
  FIRST_CTR,
  fillAad,
  fillNonce,
  fillPlaintext,
  GCM_TAG_BITS,
  type Level,
  OPUS_MAX_BYTES,
  SILENCE,
  shapeOf,
  writeHeader,
} from './frame-format.ts';
import type { FrameKeySource, SealingKey } from './key-source.ts';
import { ProofBuilder } from './proof-builder.ts';
import { signFrame } from './signed-frame.ts';

export interface SealerPorts {
  readonly subtle: SubtleCrypto;
  /**
   * CTR of the first frame, FIRST_CTR unless told. Only for a sealer that goes on with keys an earlier one has used:
   * it must then be greater than every CTR used before.
   */
  readonly firstCtr?: number;
}

export interface SealerCounts {
  sealed: number;
  /** Frames longer than 127 bytes, sealed as silence. */
  tooLong: number;
  /** Not sealed: no key. */
  noKey: number;
  /** Not sealed: the counter has run out. */
  exhausted: number;
  /** Not sealed: encryption failed, or the signature of a strict room. */
  failed: number;
}

export interface FrameSealer {
  /** 167 bytes (215 in a strict room) to send, or undefined: then nothing may be sent. Never rejects. `opus` must not change until it resolves. */
  seal(opus: Uint8Array, level: Level): Promise<Uint8Array<ArrayBuffer> | undefined>;
  counts(): Readonly<SealerCounts>;
}

/** Throws RangeError for a first CTR outside the profile. */
export function createFrameSealer(source: FrameKeySource, ports: SealerPorts): FrameSealer {
  const first = ports.firstCtr ?? FIRST_CTR;
  if (!Number.isInteger(first) || first < FIRST_CTR || first > CTR_LIMIT) {
    throw new RangeError('the first CTR is outside 2^16 to 2^24 - 1');
  }
  return new Sealer(source, ports.subtle, first);
}

class Sealer implements FrameSealer {
  readonly #source: FrameKeySource;
  readonly #subtle: SubtleCrypto;
  readonly #proofs = new ProofBuilder();
  #pt = new Uint8Array(0);
  readonly #aad = new Uint8Array(AAD_BYTES);
  readonly #nonce = new Uint8Array(12);
  readonly #params: AesGcmParams = {
    name: 'AES-GCM',
    iv: this.#nonce,
    additionalData: this.#aad,
    tagLength: GCM_TAG_BITS,
  };
  readonly #counts: SealerCounts = { sealed: 0, tooLong: 0, noKey: 0, exhausted: 0, failed: 0 };
  /** One counter for all keys: it can then not repeat under any. */
  #ctr: number;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(source: FrameKeySource, subtle: SubtleCrypto, firstCtr: number) {
    this.#source = source;
    this.#subtle = subtle;
    this.#ctr = firstCtr;
  }

  counts(): Readonly<SealerCounts> {
    return this.#counts;
  }

  seal(opus: Uint8Array, level: Level): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const result = this.#tail.then(() => this.#seal(opus, level)).catch(() => this.#fail());
    this.#tail = result;
    return result;
  }

  async #seal(opus: Uint8Array, level: Level): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const key = this.#source.sealing();
    if (key === undefined) {
      this.#counts.noKey++;
      return undefined;
    }
    if (this.#ctr >= CTR_LIMIT) {
      this.#counts.exhausted++;
      return undefined;
    }
    // Spent before it is used: a failure below must not let the same nonce come again.
    const ctr = this.#ctr++;
    const payload = await this.#encrypt(key, ctr, this.#fitting(opus), level);
    if (!key.strict) this.#proofs.sealed(key, ctr, payload);
    if (this.#source.sealing() === undefined) {
      this.#counts.noKey++;
      return undefined;
    }
    this.#counts.sealed++;
    return payload;
  }

  #fitting(opus: Uint8Array): Uint8Array {
    if (opus.length <= OPUS_MAX_BYTES) return opus;
    this.#counts.tooLong++;
    return SILENCE;
  }

  async #encrypt(
    key: SealingKey,
    ctr: number,
    opus: Uint8Array,
    level: Level,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const shape = shapeOf(key.strict);
    const payload = new Uint8Array(shape.payloadBytes);
    if (this.#pt.length !== shape.plaintextBytes) this.#pt = new Uint8Array(shape.plaintextBytes);
    writeHeader(payload, (level & 3) as Level, key.kid, ctr);
    if (key.strict) {
      fillPlaintext(this.#pt, shape, opus, false);
      await signFrame(key, payload, this.#pt);
    } else {
      fillPlaintext(this.#pt, shape, opus, this.#proofs.writeChunk(ctr, this.#pt));
    }
    fillAad(this.#aad, payload, key.context);
    fillNonce(this.#nonce, key.salt, ctr);
    payload.set(new Uint8Array(await this.#subtle.encrypt(this.#params, key.key, this.#pt)), CIPHERTEXT_AT);
    return payload;
  }

  #fail(): undefined {
    this.#counts.failed++;
    return undefined;
  }
}
