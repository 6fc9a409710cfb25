import type { FrameKeeper, OpeningKey } from '../frame/index.ts';
import { type Bytes, own } from '../keys/layout.ts';

/** How much of what was heard is kept. */
export const keptMs = 30_000;
/** Five seconds of one voice. */
const pageFrames = 250;
/** Four slots for 30 s, and a page for each that has just begun: at most 1.3 MB, or 1.6 MB in a strict room. */
const pagesMost = 28;
/** The same in blocks of half a second. */
const proofsMost = 4 * 62;
export const proofBytes = 272;

/** One sender's key of one step, kept as long as frames of it are. */
export type KeptStep = {
  readonly leaf: number;
  readonly kid: number;
  readonly context: Bytes;
  readonly salt: Bytes;
  /** Zeros in a strict room, where what is shown needs no key. */
  readonly base: Bytes;
  readonly key: CryptoKey;
  readonly strict: boolean;
  lastAt: number;
};
type Page = {
  readonly payloads: Uint8Array;
  readonly ctrs: Int32Array;
  readonly times: Float64Array;
  readonly steps: (KeptStep | undefined)[];
  used: number;
};
type KeptProof = {
  leaf: number;
  sender: number;
  block: number;
  at: number;
  readonly context: Uint8Array;
  readonly proof: Uint8Array;
};

/** What one person was heard to say, oldest first as it came. */
export type Kept = {
  readonly frames: readonly {
    readonly ctr: number;
    readonly at: number;
    readonly step: KeptStep;
    readonly payload: Bytes;
  }[];
  readonly proofs: readonly {
    readonly sender: number;
    readonly block: number;
    readonly context: Bytes;
    readonly proof: Bytes;
  }[];
};

/**
 * The last 30 s of what this device heard, as it came over the wire, with the keys of just those steps. One ring for all
 * voices: at most four are heard at once. A frame costs one copy into a slot that is used again and again. In memory
 * only; erased when the room is left.
 */
export class VoiceRecorder implements FrameKeeper {
  /** Oldest first. */
  readonly #pages: Page[] = [];
  readonly #steps = new Map<OpeningKey, KeptStep>();
  readonly #proofs: KeptProof[] = [];
  #nextProof = 0;
  #payloadBytes = 0;
  #now = 0;
  #closed = false;

  heard(key: OpeningKey, ctr: number, payload: Uint8Array, at: number): void {
    if (this.#closed || (!key.strict && !key.base)) return;
    this.#now = at;
    if (this.#payloadBytes === 0) this.#payloadBytes = payload.length;
    if (payload.length !== this.#payloadBytes) return;
    const step = this.#step(key, at);
    const page = this.#page(at);
    const slot = page.used++;
    page.payloads.set(payload, slot * this.#payloadBytes);
    page.ctrs[slot] = ctr;
    page.times[slot] = at;
    page.steps[slot] = step;
    step.lastAt = at;
  }

  proven(key: OpeningKey, block: number, proof: Uint8Array): void {
    if (this.#closed) return;
    let kept = this.#proofs[this.#nextProof];
    if (!kept) {
      kept = {
        ...{ leaf: 0, sender: 0, block: 0, at: 0 },
        ...{ context: new Uint8Array(8), proof: new Uint8Array(proofBytes) },
      };
      this.#proofs.push(kept);
    }
    this.#nextProof = (this.#nextProof + 1) % proofsMost;
    kept.leaf = key.leaf;
    kept.sender = key.kid >> 8;
    kept.block = block;
    kept.at = this.#now;
    kept.context.set(key.context);
    for (let i = 0; i < proofBytes; i++) kept.proof[i] = proof[i]!;
  }

  /** Copies, of the last 30 s before `now` by the opener's clock. */
  about(leaf: number, now: number): Kept {
    const since = now - keptMs;
    const frames: Kept['frames'][number][] = [];
    for (const page of this.#pages) {
      for (let slot = 0; slot < page.used; slot++) {
        const step = page.steps[slot];
        const at = page.times[slot]!;
        if (step?.leaf !== leaf || at < since) continue;
        const from = slot * this.#payloadBytes;
        const payload = page.payloads.slice(from, from + this.#payloadBytes);
        frames.push({ ctr: page.ctrs[slot]!, at, step, payload });
      }
    }
    const proofs = this.#proofs
      .filter((proof) => proof.leaf === leaf && proof.at >= since)
      .map(({ sender, block, context, proof }) => ({
        ...{ sender, block },
        ...{ context: own(context), proof: own(proof) },
      }));
    return { frames, proofs };
  }

  /** Bytes that are held just now. */
  get size(): number {
    return (
      this.#pages.length * pageFrames * (this.#payloadBytes + 16) + this.#proofs.length * (proofBytes + 40)
    );
  }

  /** Called now and then: erases what is over when nobody spoke since, which no later frame would. */
  rest(now: number): void {
    if (this.#payloadBytes > 0 && now - this.#now > keptMs) this.#erase();
  }

  close(): void {
    this.#closed = true;
    this.#erase();
  }

  #erase(): void {
    for (const page of this.#pages.splice(0)) page.payloads.fill(0);
    for (const step of this.#steps.values()) erase(step);
    this.#steps.clear();
    for (const { proof } of this.#proofs.splice(0)) proof.fill(0);
    this.#nextProof = 0;
    this.#payloadBytes = 0;
  }

  #step(key: OpeningKey, at: number): KeptStep {
    const known = this.#steps.get(key);
    if (known) return known;
    for (const [old, step] of this.#steps) {
      if (step.lastAt >= at - keptMs) continue;
      erase(step);
      this.#steps.delete(old);
    }
    const step = {
      ...{ leaf: key.leaf, kid: key.kid, strict: key.strict, key: key.key, lastAt: at },
      context: own(key.context),
      salt: own(key.salt),
      base: own(key.strict ? new Uint8Array(32) : key.base!),
    };
    this.#steps.set(key, step);
    return step;
  }

  #page(at: number): Page {
    const last = this.#pages.at(-1);
    if (last && last.used < pageFrames) return last;
    const [oldest] = this.#pages;
    const isOver = oldest && oldest.times[oldest.used - 1]! < at - keptMs;
    if (oldest && (isOver || this.#pages.length >= pagesMost)) {
      this.#pages.shift();
      oldest.used = 0;
      this.#pages.push(oldest);
      return oldest;
    }
    const page: Page = {
      payloads: new Uint8Array(pageFrames * this.#payloadBytes),
      ctrs: new Int32Array(pageFrames),
      times: new Float64Array(pageFrames),
      steps: new Array<KeptStep | undefined>(pageFrames).fill(undefined),
      used: 0,
    };
    this.#pages.push(page);
    return page;
  }
}

function erase(step: KeptStep): void {
  step.base.fill(0);
  step.salt.fill(0);
}
