import type { RoomHandle, Subject } from '@stoa/protocol';
import { type AccountId, type RoomAct, safetyLimits } from '@stoa/protocol/social';
import type { Clock } from '../ports.ts';
import type { Hall } from '../rooms/hall.ts';
import type { LiveRoom } from '../rooms/live-room.ts';

type Kept = {
  readonly at: number;
  readonly act: RoomAct['act'];
  readonly by: AccountId | undefined;
  readonly of: AccountId | 'guest' | undefined;
};

/** What moderators did in rooms that live now. In memory alone: who was in a room is written nowhere, so neither is this. */
export class RoomActs {
  readonly #hall: Hall;
  readonly #clock: Clock;
  readonly #acts = new WeakMap<LiveRoom, Kept[]>();

  constructor(hall: Hall, clock: Clock) {
    this.#hall = hall;
    this.#clock = clock;
    hall.voice.watch((news) => {
      const room = news.kind === 'act' ? hall.rooms.find(news.room) : undefined;
      if (news.kind !== 'act' || !room) return;
      const account = (who: Subject) => room.people.get(who.reveal());
      const of = news.of && (account(news.of) ?? 'guest');
      this.#keep(room, { act: news.act, by: account(news.by), of });
    });
  }

  /** Newest first. */
  async of(handle: RoomHandle): Promise<RoomAct[]> {
    const room = this.#hall.rooms.find(handle);
    const acts = room ? (this.#acts.get(room) ?? []) : [];
    const { faces } = this.#hall;
    const people = acts.flatMap(({ by, of }) => [by, of === 'guest' ? undefined : of]);
    await faces.load(new Set(people.flatMap((account) => account?.reveal() ?? [])));
    return acts.toReversed().map(({ at, act, by, of }) => {
      const actor = by && faces.card(by.reveal());
      const other = of && of !== 'guest' ? faces.card(of.reveal()) : undefined;
      return {
        at,
        act,
        ...(actor ? { by: actor } : {}),
        ...(other ? { of: other } : {}),
        ofGuest: of === 'guest',
      };
    });
  }

  #keep(room: LiveRoom, act: Omit<Kept, 'at'>): void {
    const acts = this.#acts.get(room) ?? [];
    acts.push({ at: this.#clock.unix(), ...act });
    if (acts.length > safetyLimits.roomActs) acts.shift();
    this.#acts.set(room, acts);
  }
}
