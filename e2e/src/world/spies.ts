import type { KeyEffect, KeyMessage } from '@stoa/e2ee';
import { createFrameOpener, type FrameKeySource, type OpeningKey, readKid } from '@stoa/e2ee/frame';
import { type ClientMessageOf, leaf as leafOf } from '@stoa/protocol';
import type { SimulatedLife } from './device.ts';
import type { Sealed } from './sealed.ts';

/** How long somebody who had to go keeps trying, in milliseconds. */
const patienceMs = 180_000;
const mostSpies = 6;

/**
 * `fed`: goes on hearing every head that anybody gets, with all that belongs to it.
 * `stubborn`: ignores heads of later epochs, so that the keys it had go on step by step.
 */
type Spy = {
  readonly life: SimulatedLife;
  readonly kind: 'fed' | 'stubborn';
  readonly since: number;
  readonly epoch: number;
};

/** People who are out and kept their keys: they get every frame that leaves any device, and every message. */
export class Spies {
  readonly #spies: Spy[] = [];
  readonly #now: () => number;
  readonly #epoch: () => number;
  readonly #heard: (life: SimulatedLife, effects: readonly KeyEffect[]) => void;
  tries = 0;

  constructor(
    now: () => number,
    epoch: () => number,
    heard: (life: SimulatedLife, effects: readonly KeyEffect[]) => void,
  ) {
    this.#now = now;
    this.#epoch = epoch;
    this.#heard = heard;
  }

  get lives(): readonly SimulatedLife[] {
    return this.#spies.map(({ life }) => life);
  }

  keep(life: SimulatedLife): void {
    if (this.#spies.some((spy) => spy.life === life)) return;
    const kind = life.device.n % 2 === 0 ? 'fed' : 'stubborn';
    this.#spies.push({ life, kind, since: this.#now(), epoch: this.#epoch() });
    if (this.#spies.length > mostSpies) this.#spies.shift()?.life.keys.close();
  }

  head(message: ClientMessageOf<'head'>): void {
    const { head, wraps, rewraps, card } = message;
    for (const { life, kind, epoch } of this.#spies) {
      if (kind === 'stubborn' && head.epoch > epoch) continue;
      const rewrap = rewraps[life.device.n % Math.max(1, rewraps.length)]?.bytes;
      const heard: KeyMessage = {
        t: 'head',
        head,
        wraps,
        ...(rewrap && { rewrap }),
        ...(card && { card }),
        removed: [],
        stageEntries: [],
      };
      this.#read(life, life.keys.receive(heard, life.device.now()));
    }
  }

  /** A message that left a device. */
  said(leaf: number, bytes: Uint8Array): void {
    for (const { life } of this.#spies) {
      this.tries++;
      const said = { t: 'said', leaf: leafOf(leaf), bytes: new Uint8Array(bytes) } as const;
      this.#read(life, life.keys.receive(said, life.device.now()));
    }
  }

  #read(life: SimulatedLife, work: Promise<readonly KeyEffect[]>): void {
    void work.then((effects) => this.#heard(life, effects));
  }

  tick(): void {
    const now = this.#now();
    while (this.#spies[0] && now - this.#spies[0].since > patienceMs) this.#spies.shift()?.life.keys.close();
    for (const { life } of this.#spies) this.#read(life, life.keys.tick(life.device.now()));
  }

  /** Who of them can open it, by the keys it holds or by one it held. */
  async opening({ payload }: Sealed): Promise<SimulatedLife[]> {
    const out: SimulatedLife[] = [];
    for (const { life } of this.#spies) {
      const kept = life.kept.get(readKid(payload));
      this.tries++;
      if ((await opens(life.keys.frames, payload)) || (kept && (await opens(always(kept), payload))))
        out.push(life);
    }
    return out;
  }
}

const always = (key: OpeningKey): FrameKeySource => ({ sealing: () => undefined, opening: () => key });

/** Does this source's key open it? Nothing is remembered. */
export async function opens(source: FrameKeySource, payload: Uint8Array): Promise<boolean> {
  const asked = source.opening(readKid(payload));
  if (typeof asked !== 'object') return false;
  const opened = await createFrameOpener(always(asked), {
    subtle: globalThis.crypto.subtle,
    now: () => 0,
    delay: () => Promise.reject(new Error('not waited for')),
  }).open(payload);
  return typeof opened === 'object';
}
