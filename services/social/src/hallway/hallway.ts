import type { Viewer } from '@stoa/core/hallway';
import { networkOf } from '@stoa/protocol';
import { type AccountId, hallway as calls, hallwayLimits } from '@stoa/protocol/social';
import { Allowance } from '../allowance.ts';
import type { MakeFeature } from '../feature.ts';
import { answer, often, Written } from '../http/answer.ts';
import { Budget } from '../http/budget.ts';
import { Refusal } from '../http/refusal.ts';
import type { Viewer as Caller } from '../http/viewer.ts';
import { cardTexts, type Onlooker } from '../rooms/cards.ts';
import { RoomWordIndex } from './room-words.ts';
import { noTaste, strangerOf, viewerOf } from './viewer.ts';
import { Watchers } from './watchers.ts';

/** The live rooms for one person: asked for, searched, and told as they change. */
export const hallway: MakeFeature = (house) => {
  const { rooms, ties, faces, clock } = house.hall;
  const words = new RoomWordIndex(rooms);
  const watchers = new Watchers(house.hall);
  const searches = new Allowance(clock, 5_000, hallwayLimits.searchesPerMinute);
  const strangers = new Budget({
    count: hallwayLimits.searchesPerMinute,
    perMs: 60_000,
    burst: hallwayLimits.searchesPerMinute,
  });

  /** Either the answer at once, when the caller's ties are in memory, or after reading them. */
  async function onlooker(account: AccountId): Promise<NonNullable<Onlooker>> {
    return { account, ties: await ties.of(account) };
  }

  async function cards(
    viewer: Viewer,
    own: Onlooker,
    limit: number,
    skip: number,
    among?: ReadonlySet<number>,
  ): Promise<string[]> {
    if (own && rooms.isBanned(own.account)) return [];
    rooms.hallway.advance(clock.now());
    const seen = rooms.hallway.feed(viewer, limit, skip, among).flatMap((found) => {
      const room = rooms.inSlot(found.slot);
      return room ? [{ room, found }] : [];
    });
    return await cardTexts(seen, own, faces);
  }

  function spendSearch(viewer: Caller, address: string): void {
    if (viewer.kind === 'account') {
      searches.take(viewer.id);
      return;
    }
    const retryInMs = strangers.take(networkOf(address), clock.now());
    if (retryInMs !== undefined) throw new Refusal('tooFast', 'That is enough for now.', retryInMs);
  }

  const stopHearing = house.live.onPage((page) => {
    page.onRequest((request) => {
      if (request.t === 'watchHallway') watchers.watch(page, request.taste);
      if (request.t === 'leaveHallway') watchers.leave(page);
    });
    page.onClosed(() => watchers.leave(page));
  });

  return {
    answers: [
      often(
        answer(calls.feed, async ({ viewer, body }) => {
          const { taste, limit, skip } = body;
          const own = viewer.kind === 'account' ? await onlooker(viewer.id) : undefined;
          const look = own ? viewerOf(own.account, own.ties, taste) : strangerOf(taste);
          // One more than asked for tells whether there is more.
          const found = await cards(look, own, limit + 1, skip);
          return new Written(`{"rooms":[${found.slice(0, limit).join()}],"more":${found.length > limit}}`);
        }),
      ),
      often(
        answer(calls.search, async ({ viewer, body, address }) => {
          spendSearch(viewer, address);
          const own = viewer.kind === 'account' ? await onlooker(viewer.id) : undefined;
          const look = own ? viewerOf(own.account, own.ties, noTaste) : strangerOf(noTaste);
          const among = words.find(body.text.slice(0, hallwayLimits.searchCodePoints));
          const found = await cards(look, own, hallwayLimits.searchResults, 0, among);
          return new Written(`{"rooms":[${found.join()}]}`);
        }),
      ),
    ],
    stop() {
      stopHearing();
      watchers.stop();
    },
  };
};
