import type { Seat } from '../admission/head.ts';
import { type FrameKeySource, type OpeningKey, packKid, type SealingKey } from '../frame/index.ts';
import { type Bytes, own } from '../keys/layout.ts';
import { senderKey } from '../keys/sender-key.ts';
import { type SigningKey, signedBytes, type Verifier } from '../keys/signature.ts';
import { advanced, type StepChain, stepAt, stepMs } from '../keys/step-chain.ts';
import { MessageKeys } from '../messages/index.ts';

/** Senders take a new epoch so long after its head came, so that it has reached the listeners. */
export const switchMs = 1_000;
/** Receivers keep an epoch that was replaced, and a step that is over, so long. */
export const keepMs = 5_000;

/** One epoch's keys as they run. */
type Line = {
  readonly context: Bytes;
  readonly epochTime: number;
  /** Local times. */
  readonly sealFrom: number;
  sealUntil: number;
  keepUntil: number;
  chain: StepChain;
  /** Stage and step for which everything is made. */
  made: string;
  readonly opening: Map<number, { readonly step: number; readonly key: OpeningKey }>;
  readonly sealing: Map<number, SealingKey>;
};

/**
 * Keys of the frames that may come now: for every seat, the running step, the next one and, for 5 s, the one before, in
 * this epoch and, for 5 s, the one before. They are made ahead, so that the frame layer never waits to ask.
 */
export class FrameKeys implements FrameKeySource {
  /** Of the same epochs and steps, and kept longer. */
  readonly messages = new MessageKeys();
  readonly #subtle: SubtleCrypto;
  readonly #room: Bytes;
  readonly #signer: SigningKey;
  readonly #verifier: Verifier;
  readonly #strict: boolean;
  /** Newest first. */
  #lines: Line[] = [];
  #seats = new Map<number, Seat>();
  #mine: Seat | undefined;
  #now = 0;
  #sendingStopped = false;
  #stageVersion = 0;

  constructor(subtle: SubtleCrypto, room: Bytes, signer: SigningKey, verifier: Verifier, strict: boolean) {
    this.#subtle = subtle;
    this.#room = room;
    this.#signer = signer;
    this.#verifier = verifier;
    this.#strict = strict;
  }

  sealing(): SealingKey | undefined {
    if (!this.#mine || this.#sendingStopped) return undefined;
    const line = this.#lines.find((each) => each.sealFrom <= this.#now) ?? this.#lines.at(-1);
    return line && this.#now < line.sealUntil ? line.sealing.get(line.chain.step) : undefined;
  }

  opening(kid: number): OpeningKey | 'unknown' | 'refused' {
    const seat = this.#seats.get(kid >> 8);
    if (!seat || seat.muted) return 'refused';
    const epoch = (kid >> 4) & 15;
    for (const line of this.#lines) {
      if ((line.chain.epoch & 15) !== epoch) continue;
      const found = line.opening.get(kid);
      if (found && found.key.leaf === seat.leaf) return found.key;
    }
    return 'unknown';
  }

  /** The newest epoch's chain at its running step: what a newcomer is given. */
  newest(): StepChain | undefined {
    return this.#lines[0]?.chain;
  }

  begin(chain: StepChain, context: Bytes, epochTime: number, now: number): void {
    const [replaced] = this.#lines;
    if (replaced) replaced.keepUntil = now + keepMs;
    this.#lines.unshift({
      ...{ context, epochTime },
      chain: { ...chain, secret: own(chain.secret) },
      made: '',
      sealFrom: replaced ? Math.min(now + switchMs, replaced.sealUntil) : Number.NEGATIVE_INFINITY,
      sealUntil: Number.POSITIVE_INFINITY,
      keepUntil: Number.POSITIVE_INFINITY,
      opening: new Map(),
      sealing: new Map(),
    });
    for (const line of this.#lines.splice(3)) erase(line);
  }

  /**
   * A head named this epoch. Whoever was removed by it holds the keys of the one before, so nothing is sealed with those
   * after the switch, also when somebody holds back the new ones.
   */
  outdate(epoch: number, now: number): void {
    for (const line of this.#lines) {
      if (line.chain.epoch < epoch) line.sealUntil = Math.min(line.sealUntil, now + switchMs);
    }
  }

  /** Acts on the very next frame. */
  setStage(stage: readonly Seat[], me: number): void {
    this.#seats = new Map(stage.map((seat) => [seat.sender, seat]));
    this.#stageVersion++;
    const before = this.#mine;
    this.#mine = stage.find((seat) => seat.leaf === me);
    for (const line of this.#lines) {
      for (const [kid, { key }] of line.opening) {
        if (this.#seats.get(kid >> 8)?.leaf !== key.leaf) forget(line, kid);
      }
      if (before?.sender !== this.#mine?.sender) line.sealing.clear();
    }
  }

  stopSending(stopped: boolean): void {
    this.#sendingStopped = stopped;
  }

  /** Brings every line to the step of `roomTime`, makes what is missing and erases what is over. */
  async refresh(roomTime: number, now: number): Promise<void> {
    this.#now = now;
    this.#lines = this.#lines.filter((line) => {
      if (line.keepUntil > now) return true;
      erase(line);
      return false;
    });
    for (const line of this.#lines) {
      const before = line.chain;
      const running = stepAt(roomTime, line.epochTime);
      this.messages.follow(before, Math.max(running, before.step), now);
      line.chain = advanced(before, running);
      if (line.chain !== before) before.secret.fill(0);
      const { step } = line.chain;
      const sinceStep = roomTime - line.epochTime - step * stepMs;
      for (const [kid, { step: of }] of line.opening) {
        if (of < step - 1 || (of === step - 1 && sinceStep >= keepMs)) forget(line, kid);
      }
      for (const of of line.sealing.keys()) if (of < step) line.sealing.delete(of);
      const made = `${this.#stageVersion} ${step}`;
      if (line.made === made) continue;
      const next = advanced(line.chain, step + 1);
      await this.#make(line, line.chain);
      await this.#make(line, next);
      next.secret.fill(0);
      line.made = made;
    }
  }

  close(): void {
    for (const line of this.#lines) erase(line);
    this.#lines = [];
    this.messages.close();
    this.#seats.clear();
    this.#mine = undefined;
  }

  #importAes(key: Bytes, usages: KeyUsage[]): Promise<CryptoKey> {
    return this.#subtle.importKey('raw', key, 'AES-GCM', false, usages);
  }

  async #make(line: Line, chain: StepChain): Promise<void> {
    const { step } = chain;
    for (const seat of this.#seats.values()) {
      const known = packKid({ sender: seat.sender, epoch: chain.epoch & 15, step: step & 15 });
      if (line.opening.has(known) && (seat !== this.#mine || line.sealing.has(step))) continue;
      const { kid, base, key, salt } = senderKey(chain, seat);
      const aes = await this.#importAes(key, ['decrypt']);
      const { context } = line;
      const strict = this.#strict;
      const verify = (signature: Bytes, bytes: Bytes) =>
        this.#verifier.verify(seat.key, signature, signedBytes('frames', this.#room, bytes));
      const { leaf } = seat;
      line.opening.set(kid, { step, key: { kid, key: aes, salt, base, context, strict, leaf, verify } });
      if (seat === this.#mine) {
        const sign = (bytes: Bytes) => this.#signer.sign(signedBytes('frames', this.#room, bytes));
        const own = await this.#importAes(key, ['encrypt']);
        line.sealing.set(step, { kid, key: own, salt, context, strict, sign });
      }
      key.fill(0);
    }
  }
}

function erase(line: Line): void {
  line.chain.secret.fill(0);
  for (const kid of line.opening.keys()) forget(line, kid);
  line.sealing.clear();
}

function forget(line: Line, kid: number): void {
  line.opening.get(kid)?.key.base?.fill(0);
  line.opening.delete(kid);
}
