import { derive } from '../keys/derive.ts';
import { type Bytes, concat, u32 } from '../keys/layout.ts';
import { advanced, type StepChain, stepMs } from '../keys/step-chain.ts';

/** A connection that was lost comes back with the events of the last minute; then some for clocks. */
export const keepKeysMs = 120_000;
/** Nothing nameless is opened longer than this after its epoch was replaced: nobody is waited for with it. */
export const namelessMs = 5_000;
const stepsKept = keepKeysMs / stepMs;

export type MessageKey = { readonly epoch: number; readonly step: number; readonly key: Bytes };

export const messageKey = ({ epoch, step, secret }: StepChain): MessageKey => ({
  epoch,
  step,
  key: derive(secret, 'message', concat(u32(epoch), u32(step)), 16),
});

/** The keys of a room's messages: those that run, the next step's, and for two minutes those that are over (M7). */
export class MessageKeys {
  /** Oldest first. */
  #kept: (MessageKey & { keepUntil: number })[] = [];
  #sealing: MessageKey | undefined;
  #replacedAt = Number.NEGATIVE_INFINITY;

  /** The epoch's chain, not yet advanced, and the step that runs now. Called often; derives what is new. */
  follow(chain: StepChain, step: number, now: number): void {
    const from = Math.max(chain.step, step - stepsKept);
    for (let at = from; at <= step + 1; at++) {
      const known = this.#find(chain.epoch, at);
      if (known) {
        if (at >= step) known.keepUntil = now + keepKeysMs;
        continue;
      }
      const there = advanced(chain, at);
      if (there.step !== at) continue;
      this.#kept.push({
        ...messageKey(there),
        keepUntil: now + keepKeysMs - Math.max(0, step - at) * stepMs,
      });
      if (there !== chain) there.secret.fill(0);
    }
    if (this.#sealing && chain.epoch > this.#sealing.epoch) this.#replacedAt = now;
    if (!this.#sealing || chain.epoch >= this.#sealing.epoch)
      this.#sealing = this.#find(chain.epoch, Math.max(step, chain.step));
    this.#kept = this.#kept.filter((each) => {
      if (each.keepUntil > now) return true;
      each.key.fill(0);
      return false;
    });
  }

  /** Of the newest epoch's running step. */
  sealing(): MessageKey | undefined {
    return this.#sealing;
  }

  opening(epoch: number, step: number): MessageKey | undefined {
    return this.#find(epoch, step);
  }

  /** Is it one that may still come, or one that is over for good? */
  mayCome(epoch: number): boolean {
    const newest = this.#sealing?.epoch ?? 0;
    return epoch >= newest;
  }

  /** Whoever was put out holds the keys of before, and a nameless message has no author who could be refused (M13). */
  opensNameless(epoch: number, now: number): boolean {
    return epoch >= (this.#sealing?.epoch ?? 0) || now - this.#replacedAt < namelessMs;
  }

  close(): void {
    for (const { key } of this.#kept) key.fill(0);
    this.#kept = [];
    this.#sealing = undefined;
  }

  #find(epoch: number, step: number) {
    return this.#kept.find((each) => each.epoch === epoch && each.step === step);
  }
}
