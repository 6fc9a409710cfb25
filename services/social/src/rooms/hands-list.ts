import { mayRaiseHand } from '@stoa/core/entry';
import { IdIndex, type IdList, idFromText, wordsPerId } from '@stoa/core/hallway';
import type { AccountId } from '@stoa/protocol/social';
import type { Clock, VoicePlane } from '../ports.ts';
import { type LiveRoom, onStage, stageOf } from './live-room.ts';
import type { LiveRooms, LiveRoomsPorts } from './live-rooms.ts';
import type { TiesKept } from './ties-kept.ts';

type Parts = {
  readonly rooms: LiveRooms;
  readonly voice: VoicePlane;
  readonly clock: Clock;
  readonly ties: TiesKept;
  readonly pseudonym: LiveRoomsPorts['pseudonym'];
};

const gatherMs = 200;

/**
 * Who may raise a hand in rooms where not everybody may. The voice plane knows pseudonyms and a list of them; whom
 * the people on stage follow is known here alone.
 */
export class HandsList {
  readonly #parts: Parts;
  /** Of a room: whose pseudonym the voice plane has on its list. */
  readonly #listed = new WeakMap<LiveRoom, Set<string>>();
  /**
   * Whose list is to be looked at with the next gathering, and for whom: a hall that fills is not gone through for each
   * newcomer.
   */
  readonly #due = new Map<LiveRoom, Set<AccountId> | 'everybody'>();
  /** Counts questions to the database, so that an older answer does not undo a newer one. */
  readonly #asked = new WeakMap<LiveRoom, number>();

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.rooms.onChange((change) => {
      const { what, room } = change;
      if (room.state !== 'live') return;
      // The voice plane says that a room opens before it can be spoken to about it.
      if (what === 'opened') queueMicrotask(() => this.#rule(room));
      if (what === 'words') this.#rule(room);
      if (what === 'size' || what === 'invited') return;
      // Where it matters whom the stage follows, one change is about everybody.
      const isAboutOne = (what === 'audience' || what === 'stage') && room.words.hands !== 'followed';
      this.#gather(room, isAboutOne ? change.account : undefined);
    });
    parts.ties.onChange((account) => {
      for (const { room, seat } of parts.rooms.seatsOf(account)) if (onStage(seat)) this.#gather(room);
    });
  }

  #rule(room: LiveRoom): void {
    if (room.state === 'live') this.#parts.voice.hands(room.handle, ruleOf(room));
  }

  /** Without an account: for everybody who was let into the room. */
  #gather(room: LiveRoom, account?: AccountId): void {
    if (ruleOf(room) !== 'some') return;
    if (this.#due.size === 0) {
      this.#parts.clock.after(gatherMs, () => {
        const due = [...this.#due];
        this.#due.clear();
        for (const [each, whom] of due) if (each.state === 'live') void this.#list(each, whom);
      });
    }
    const whom = this.#due.get(room);
    if (!account || whom === 'everybody') this.#due.set(room, 'everybody');
    else this.#due.set(room, (whom ?? new Set()).add(account));
  }

  async #list(room: LiveRoom, whom: ReadonlySet<AccountId> | 'everybody'): Promise<void> {
    const { voice, ties, pseudonym } = this.#parts;
    const turn = (this.#asked.get(room) ?? 0) + 1;
    this.#asked.set(room, turn);
    let followed: IdIndex | undefined;
    if (room.words.hands === 'followed') {
      const lists = await Promise.all(stageOf(room).map(async ({ account }) => await ties.of(account))).catch(
        // Who is on the list stays on it; the next change asks again.
        () => undefined,
      );
      if (!lists || this.#asked.get(room) !== turn || room.state !== 'live') return;
      followed = new IdIndex();
      for (const { follows } of lists) addAll(followed, follows);
    }
    const listed = this.#listed.get(room) ?? new Set<string>();
    this.#listed.set(room, listed);
    const tell = (account: AccountId, may: boolean) => {
      const key = account.reveal();
      if (listed.has(key) === may) return;
      if (may) listed.add(key);
      else listed.delete(key);
      voice.mayRaise(room.handle, pseudonym(account, room.handle), may);
    };
    for (const account of whom === 'everybody' ? room.people.values() : whom) {
      const isFollowed = followed !== undefined && followed.first(idFromText(account.reveal()), 0) >= 0;
      tell(account, mayRaiseHand(room.words.hands, { account: true, followed: isFollowed }));
    }
  }
}

/** People without an account raise no hands, so where they may be there is a list of the others. */
function ruleOf({ words }: LiveRoom): 'all' | 'some' | 'off' {
  if (words.hands === 'off') return 'off';
  return words.hands === 'followed' || words.guests ? 'some' : 'all';
}

function addAll(index: IdIndex, ids: IdList): void {
  for (let at = 0; at < ids.length; at += wordsPerId) index.add(ids, at, 0);
}
