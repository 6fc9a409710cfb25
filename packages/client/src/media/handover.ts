import { readCtr } from '@stoa/e2ee/frame';

/** Sender byte of a sealed frame (e2ee frame SPEC): whose counter it is. */
const senderAt = 2;

/**
 * Which of a device's media transports speaks and is heard, while it moves from one to another. Frames leave through one of
 * them alone. Of those that come in, each is heard once and every voice in order: from the new transport at once, and from the
 * one before only what was under way, older than the first frame that the new one brought of that voice.
 */
export class Handover {
  #carrying: number | undefined;
  #before: number | undefined;
  /** By sender byte, since the change: counter of the oldest frame that came through the new transport. */
  readonly #since = new Map<number, number>();
  /** This device's own sender byte, while it speaks in the course of a change. */
  #own = 0;

  /** Everything goes through this one from now on. */
  carry(transport: number): void {
    if (transport === this.#carrying) return;
    this.#before = this.#carrying;
    this.#carrying = transport;
    this.#since.clear();
    this.#own = 0;
  }

  /** That transport is closed. */
  ended(transport: number): void {
    if (transport === this.#carrying) this.#carrying = undefined;
    if (transport === this.#before) this.#before = undefined;
    if (this.#before === undefined) this.#since.clear();
  }

  speaks(transport: number): boolean {
    return transport === this.#carrying;
  }

  /** A sealed frame of this device's own goes out. */
  spoke(sealed: Uint8Array): void {
    if (this.#before !== undefined) this.#own = sealed[senderAt] ?? 0;
  }

  /** Is a sealed frame that came through there to be opened? */
  hears(transport: number, sealed: Uint8Array): boolean {
    // No relay sends somebody the own voice, but what went to the one comes back from the other.
    if (this.#before !== undefined && this.#own !== 0 && sealed[senderAt] === this.#own) return false;
    if (transport === this.#carrying) {
      if (this.#before !== undefined) this.#note(sealed);
      return true;
    }
    if (transport !== this.#before || sealed.length <= senderAt) return false;
    const first = this.#since.get(sealed[senderAt]!);
    return first === undefined || readCtr(sealed) < first;
  }

  #note(sealed: Uint8Array): void {
    if (sealed.length <= senderAt) return;
    const sender = sealed[senderAt]!;
    const first = this.#since.get(sender);
    const ctr = readCtr(sealed);
    if (first === undefined || ctr < first) this.#since.set(sender, ctr);
  }
}
