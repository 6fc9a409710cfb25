/**
 * The listener's half of the signed blocks, one for each voice. Decides whether a frame may be heard.
 *
 * Debt is the number of frames that were heard and that no valid block covers. A valid block takes its own frames off and
 * FORGIVEN_FRAMES more, because blocks get lost with the frames that carry them. Above DEBT_LIMIT (2 s of sound) the voice
 * is silent until blocks have brought the debt down to DEBT_RESUME. A frame that contradicts a signed block silences the
 * voice for good.
 */
import { CHUNKS_BYTES, countChunks, DATA_CHUNKS, recoverData } from './erasure.ts';
import { CHUNK_AT, CHUNK_BYTES, CONTEXT_BYTES, SIGNATURE_BYTES } from './frame-format.ts';
import type { FrameKeeper, OpeningKey } from './key-source.ts';
import {
  BLOCK_FRAMES,
  blockOf,
  FrameHasher,
  HASH_BYTES,
  HASHES_BYTES,
  indexInBlock,
  SIGNATURE_AT,
  sameBytes,
  signedBytes,
} from './proof-block.ts';

export type Verified = 'pending' | 'verified' | 'failed';

/** 2 s of 20 ms frames. */
export const DEBT_LIMIT = 100;
export const DEBT_RESUME = 50;
export const FORGIVEN_FRAMES = 12;
/** More than the 11 blocks that a frame 250 ticks late, and the block it carries a chunk of, can reach back. */
const RING = 16;

interface Block {
  number: number;
  /** Key of the first frame received; all frames of a block must share its context. */
  key: OpeningKey | undefined;
  mixed: boolean;
  received: number;
  heard: number;
  present: number;
  result: 'open' | 'valid' | 'useless';
  readonly hashes: Uint8Array;
  readonly chunks: Uint8Array;
}

export class ProofChecker {
  readonly #sender: number;
  readonly #keeper: FrameKeeper | undefined;
  readonly #hasher = new FrameHasher();
  readonly #ring: Block[];
  #debt = 0;
  #muted = false;
  #mismatch = false;
  #everValid = false;

  constructor(sender: number, keeper?: FrameKeeper) {
    this.#sender = sender;
    this.#keeper = keeper;
    this.#ring = Array.from({ length: RING }, emptyBlock);
  }

  /** Whether any signed block of this voice has checked here. */
  get everValid(): boolean {
    return this.#everValid;
  }

  /** A frame contradicted a signed block: silent for good. */
  get contradicted(): boolean {
    return this.#mismatch;
  }

  get verified(): Verified {
    if (this.#mismatch || this.#muted) return 'failed';
    return this.#everValid ? 'verified' : 'pending';
  }

  /**
   * Takes an authentic frame of this voice; true when it may be heard. `pt` is its plaintext when it carries a chunk.
   * Frames may come out of order, but each CTR only once and at most LATE_TICKS behind the newest.
   */
  async take(
    key: OpeningKey,
    ctr: number,
    payload: Uint8Array,
    pt: Uint8Array | undefined,
  ): Promise<boolean> {
    const index = indexInBlock(ctr);
    const number = blockOf(ctr);
    const block = this.#at(number);
    this.#receive(block, index, key, payload);
    if (pt !== undefined && number > 0) {
      const proven = this.#at(number - 1);
      if (proven.result === 'open') {
        for (let i = 0; i < CHUNK_BYTES; i++) proven.chunks[index * CHUNK_BYTES + i] = pt[CHUNK_AT + i]!;
        proven.present |= 1 << index;
        await this.#check(proven);
      }
    }
    await this.#check(block);
    return this.#hear(block);
  }

  #at(number: number): Block {
    const block = this.#ring[number % RING]!;
    if (block.number !== number) {
      block.number = number;
      block.key = undefined;
      block.mixed = false;
      block.received = 0;
      block.heard = 0;
      block.present = 0;
      block.result = 'open';
    }
    return block;
  }

  #receive(block: Block, index: number, key: OpeningKey, payload: Uint8Array): void {
    block.key ??= key;
    if (!sameBytes(block.key.context, 0, key.context, 0, CONTEXT_BYTES)) block.mixed = true;
    block.received |= 1 << index;
    this.#hasher.hashInto(payload, block.hashes, index * HASH_BYTES);
    if (block.result === 'valid' && !hashMatches(block, index)) this.#mismatch = true;
  }

  async #check(block: Block): Promise<void> {
    if (block.result !== 'open' || block.mixed || block.key === undefined) return;
    if (countChunks(block.present) < DATA_CHUNKS) return;
    recoverData(block.chunks, block.present);
    const signature = block.chunks.slice(SIGNATURE_AT, SIGNATURE_AT + SIGNATURE_BYTES);
    const bytes = signedBytes(block.key.context, this.#sender, block.number, block.chunks);
    const valid = await block.key.verify(new Uint8Array(signature), bytes).catch(() => false);
    block.result = valid ? 'valid' : 'useless';
    if (!valid) return;
    for (let i = 0; i < BLOCK_FRAMES; i++) {
      if (block.received & (1 << i) && !hashMatches(block, i)) this.#mismatch = true;
    }
    if (this.#mismatch) return;
    this.#everValid = true;
    this.#keeper?.proven(block.key, block.number, block.chunks);
    this.#debt = Math.max(0, this.#debt - block.heard - FORGIVEN_FRAMES);
    if (this.#debt <= DEBT_RESUME) this.#muted = false;
  }

  #hear(block: Block): boolean {
    if (this.#mismatch || this.#muted) return false;
    if (block.result === 'valid') return true;
    if (this.#debt >= DEBT_LIMIT) {
      this.#muted = true;
      return false;
    }
    this.#debt++;
    block.heard++;
    return true;
  }
}

function hashMatches(block: Block, index: number): boolean {
  return sameBytes(block.hashes, index * HASH_BYTES, block.chunks, index * HASH_BYTES, HASH_BYTES);
}

function emptyBlock(): Block {
  return {
    number: -1,
    key: undefined,
    mixed: false,
    received: 0,
    heard: 0,
    present: 0,
    result: 'open',
    hashes: new Uint8Array(HASHES_BYTES),
    chunks: new Uint8Array(CHUNKS_BYTES),
  };
}
