import type { KeyEffect, Roster } from '@stoa/e2ee';
import type { ClientMessage } from '@stoa/protocol';
import { raise } from './alarms.ts';
import type { Conversation } from './conversation.ts';
import { noMismatch, watch } from './mismatch.ts';
import type { Clock, Keys } from './ports.ts';
import type { ViewStore } from './view-store.ts';

export type KeyLine = {
  readonly keys: Keys | undefined;
  send(message: ClientMessage): boolean;
  /** These keys hear nothing any more. */
  joinAfresh(): void;
};

export type RosterEvents = {
  /** `before`: the one of this life that it follows. The view does not show either yet. */
  roster(before: Roster | undefined, roster: Roster): void;
  /** Everything of one word of the keys is in the view. */
  changed(): void;
};

/** Keeps the keys' word on the room: the signed roster, who knocks, and what is wrong with either. */
export class RosterKeeper {
  readonly #store: ViewStore;
  readonly #clock: Clock;
  readonly #line: KeyLine;
  readonly #conversation: Conversation;
  readonly #events: RosterEvents;
  /** Of the present life; the one that is shown may be of the life before. */
  #roster: Roster | undefined;
  #mismatch = noMismatch;
  #ticking: Keys | undefined;

  constructor(
    store: ViewStore,
    clock: Clock,
    line: KeyLine,
    conversation: Conversation,
    events: RosterEvents,
  ) {
    this.#store = store;
    this.#clock = clock;
    this.#line = line;
    this.#conversation = conversation;
    this.#events = events;
  }

  /** Undefined until the present keys let this device in. */
  get roster(): Roster | undefined {
    return this.#roster;
  }

  /** Nothing is known of the next life; the roster goes on being shown until its own one comes. */
  newLife(): void {
    this.#roster = undefined;
    this.#mismatch = noMismatch;
    this.#store.set({ knocks: [], mismatch: undefined });
  }

  take(effects: readonly KeyEffect[]): void {
    this.#store.together(() => {
      for (const effect of effects) this.#take(effect);
    });
    this.#events.changed();
  }

  async answerKnock(request: number, letIn: boolean): Promise<void> {
    this.#knockGone(request);
    const effects = await this.#line.keys?.answerKnock(request, letIn, this.#clock.now());
    if (effects) this.take(effects);
  }

  /** One at a time: a busy worker must not find a pile of them afterwards. */
  async tickKeys(now: number): Promise<void> {
    const { keys } = this.#line;
    // Keys that ended in the middle of a tick never answer it, and the next ones must not wait for that.
    if (!keys || this.#ticking === keys) return;
    this.#ticking = keys;
    const effects = await keys.tick(now).catch(() => []);
    if (this.#ticking === keys) this.#ticking = undefined;
    if (this.#line.keys === keys) this.take(effects);
  }

  /** Holds the roster against what control counts. */
  compare(now: number): void {
    const { control, mismatch } = this.#store.facts;
    if (!this.#roster || !control) return;
    this.#mismatch = watch(this.#mismatch, this.#roster, control, now);
    const { found } = this.#mismatch;
    if (found !== mismatch) this.#store.set({ mismatch: found });
  }

  #take(effect: KeyEffect): void {
    switch (effect.type) {
      case 'send':
        this.#line.send(effect.message);
        break;
      case 'roster':
        this.#signed(effect.roster);
        break;
      case 'knock': {
        const { request, name } = effect;
        this.#store.set({ knocks: [...this.#store.facts.knocks, { request, name }] });
        break;
      }
      case 'knockGone':
        this.#knockGone(effect.request);
        break;
      case 'alarm':
        this.#store.set({ alarms: raise(this.#store.facts.alarms, effect.alarm) });
        break;
      case 'message':
      case 'reactions':
        this.#conversation.opened(effect);
        break;
      case 'stranded':
        this.#line.joinAfresh();
        break;
      default:
        effect satisfies never;
    }
  }

  #signed(roster: Roster): void {
    const before = this.#roster;
    this.#roster = roster;
    this.#store.set({ roster });
    this.#events.roster(before, roster);
  }

  #knockGone(request: number): void {
    this.#store.set({ knocks: this.#store.facts.knocks.filter((knock) => knock.request !== request) });
  }
}
