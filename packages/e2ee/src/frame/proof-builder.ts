/** The sender's half of the signed blocks: hashes what is sealed, signs full blocks, hands out the chunks. */
import { CHUNKS_BYTES, fillParity } from './erasure.ts';
import { CHUNK_AT, CHUNK_BYTES, CONTEXT_BYTES, SIGNATURE_BYTES, unpackKid } from './frame-format.ts';
import type { SealingKey } from './key-source.ts';
import {
  BLOCK_FRAMES,
  blockOf,
  FIRST_SIGNATURE_CHUNK,
  FrameHasher,
  HASH_BYTES,
  HASHES_BYTES,
  indexInBlock,
  SIGNATURE_AT,
  sameBytes,
  signedBytes,
} from './proof-block.ts';

export class ProofBuilder {
  readonly #hasher = new FrameHasher();
  /** The block being filled. */
  #block = -1;
  #filled = 0;
  #sender = 0;
  readonly #context = new Uint8Array(CONTEXT_BYTES);
  readonly #hashes = new Uint8Array(HASHES_BYTES);
  /** The full block that the frames of the next one carry. */
  #carried = -2;
  #signed = false;
  readonly #chunks = new Uint8Array(CHUNKS_BYTES);

  /** Writes the chunk that frame `ctr` carries into its plaintext; false when it has none (yet). */
  writeChunk(ctr: number, pt: Uint8Array): boolean {
    const index = indexInBlock(ctr);
    if (this.#carried !== blockOf(ctr) - 1) return false;
    if (index >= FIRST_SIGNATURE_CHUNK && !this.#signed) return false;
    const from = index * CHUNK_BYTES;
    for (let i = 0; i < CHUNK_BYTES; i++) pt[CHUNK_AT + i] = this.#chunks[from + i]!;
    return true;
  }

  /** Takes note of a sealed payload. To be called in the order of CTRs. */
  sealed(key: SealingKey, ctr: number, payload: Uint8Array): void {
    const block = blockOf(ctr);
    const index = indexInBlock(ctr);
    const sender = unpackKid(key.kid).sender;
    if (block !== this.#block) {
      this.#block = block;
      this.#filled = 0;
      this.#sender = sender;
      this.#context.set(key.context.subarray(0, CONTEXT_BYTES));
    }
    // A block with a gap, or across two seats or two generations, has no single statement to sign: it goes without.
    if (index !== this.#filled || sender !== this.#sender) return;
    if (!sameBytes(this.#context, 0, key.context, 0, CONTEXT_BYTES)) return;
    this.#hasher.hashInto(payload, this.#hashes, index * HASH_BYTES);
    this.#filled++;
    // Not awaited: the frames that need the signature come 260 ms later.
    if (this.#filled === BLOCK_FRAMES) void this.#carry(key);
  }

  async #carry(key: SealingKey): Promise<void> {
    const block = this.#block;
    this.#carried = block;
    this.#signed = false;
    this.#chunks.fill(0);
    this.#chunks.set(this.#hashes);
    try {
      const signature = await key.sign(signedBytes(this.#context, this.#sender, block, this.#hashes));
      if (this.#carried !== block || signature.length !== SIGNATURE_BYTES) return;
      this.#chunks.set(signature, SIGNATURE_AT);
      fillParity(this.#chunks);
      this.#signed = true;
    } catch {
      // Without a signature the block stays unproven; the listeners' own rule (two seconds) deals with it.
    }
  }
}
