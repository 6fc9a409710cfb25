import { levelFor } from '@stoa/core/bells';
import { blockedByFollowed, followShown, sight } from '@stoa/core/people';
import { cleanText } from '@stoa/protocol';
import {
  type AccountId,
  people as calls,
  handleLook,
  type PeoplePage,
  peopleLimits,
  readHandle,
} from '@stoa/protocol/social';
import { Allowance } from '../allowance.ts';
import { Cursors } from '../cursor.ts';
import type { MakeFeature } from '../feature.ts';
import { answer } from '../http/answer.ts';
import { notFound, Refusal } from '../http/refusal.ts';
import { idOf, uuidOf } from '../store/ids.ts';
import * as queries from './queries.ts';
import { ReadBudgets } from './read-budgets.ts';
import { type CardRow, cardOf, type Listed, mayApproach, maySeeListed, standingTo } from './relations.ts';

/** Profiles, follows, blocks, mutes, search. */
export const people: MakeFeature = (house) => {
  const { db, clock, news } = house;
  const cursors = new Cursors(house.options.secret);
  const reads = new ReadBudgets(clock, house.random);
  const pages = new Allowance(clock, peopleLimits.pagesPerDay, peopleLimits.pagesPerMinute);
  const follows = new Allowance(clock, peopleLimits.followsPerDay);
  const blocks = new Allowance(clock, peopleLimits.blocksPerDay);
  const indexing = new Set<Promise<void>>();

  const index = (account: AccountId): void => {
    const run = queries
      .indexPerson(db, uuidOf(account))
      .catch(() => house.log({ event: 'fault', where: 'people' }))
      .finally(() => indexing.delete(run));
    indexing.add(run);
  };
  let stopListening = () => {};

  /** Cards of rows that the viewer may see, best first. */
  const listed = <Row extends CardRow & Listed>(viewer: string, rows: readonly Row[], atMost: number) =>
    rows.filter((row) => maySeeListed(viewer, row)).slice(0, atMost);
  const visible = (viewer: string, rows: readonly (CardRow & Listed)[], atMost: number) =>
    listed(viewer, rows, atMost).map(cardOf);

  async function followList(
    viewer: AccountId,
    owner: AccountId,
    list: 'followers' | 'following',
    cursor: string | undefined,
  ): Promise<PeoplePage> {
    pages.take(viewer);
    const standing = await standingTo(db, viewer, owner);
    if (!standing?.sight.profile) throw notFound();
    if (!standing.sight.lists) throw new Refusal('notAllowed', 'This person keeps the lists private.');
    const name = [list, owner.reveal(), viewer.reveal()];
    const rows = await queries.followPage(
      db,
      uuidOf(viewer),
      uuidOf(owner),
      list,
      cursors.open(name, cursor),
    );
    const { self, listsPrivate } = standing.relation;
    const ownerEnd = { self, listsPrivate, gone: false, blocked: false };
    const me = uuidOf(viewer);
    const shown = rows.slice(0, peopleLimits.pageEntries).filter((row) => {
      const { id, gone, blocked, lists_private: listsPrivate } = row;
      const end = { self: id === me, gone, listsPrivate, blocked };
      return list === 'followers' ? followShown(end, ownerEnd) : followShown(ownerEnd, end);
    });
    return { people: shown.map(cardOf), ...next(name, rows) };
  }

  /** The last row that was looked at is where the next page begins, shown or not. */
  function next(name: readonly string[], rows: readonly { readonly n: number }[]) {
    const last = rows[peopleLimits.pageEntries - 1];
    if (!last || rows.length <= peopleLimits.pageEntries) return {};
    return { next: cursors.seal(name, BigInt(last.n)) };
  }

  return {
    answers: [
      answer(calls.profile, async ({ viewer, body }) => {
        const me = uuidOf(viewer.id);
        const whom = 'account' in body ? { id: uuidOf(body.account) } : handleOf(body.handle);
        const row = await queries.profileRow(db, me, whom);
        if (row?.id !== me) reads.take(viewer.id, row?.id ?? ('id' in whom ? whom.id : whom.handle));
        if (!row) throw notFound();
        const self = row.id === me;
        const seen = sight({
          signedIn: true,
          self,
          blocksThem: row.blocks_them,
          blockedByThem: row.blocked_by_them,
          gone: row.gone,
          listsPrivate: row.lists_private,
        });
        if (!seen.profile) throw notFound();
        const clubs = await queries.clubsOf(db, me, row.id);
        return {
          ...cardOf(row),
          bio: row.bio,
          links: row.links,
          since: row.created_on,
          self,
          follows: row.follows,
          followsYou: row.follows_you,
          muted: row.muted,
          bell: levelFor(row.bell ?? undefined, row.follows),
          ...(seen.lists ? { counts: { followers: row.followers, following: row.following } } : {}),
          listsPrivate: row.lists_private,
          blockedByFollowed: blockedByFollowed(self, row.followed_who_block),
          clubs: clubs.map(({ id, name }) => ({ club: idOf('club', id), name })),
        };
      }),

      answer(calls.follow, async ({ viewer, body }) => {
        follows.take(viewer.id);
        if (!(await mayApproach(db, viewer.id, body.account))) throw notFound();
        const done = await queries.follow(db, uuidOf(viewer.id), uuidOf(body.account));
        if (done === 'hidden') throw notFound();
        if (done === 'tooMany') throw new Refusal('tooMany', 'This account follows as many as it may.');
        if (done === 'new') {
          news.tell({ kind: 'followed', by: viewer.id, of: body.account });
          news.tell({ kind: 'notice', to: [body.account], notice: { kind: 'followed', from: viewer.id } });
        }
        return {};
      }),
      answer(calls.unfollow, async ({ viewer, body }) => {
        if (await queries.unfollow(db, uuidOf(viewer.id), uuidOf(body.account))) {
          news.tell({ kind: 'unfollowed', by: viewer.id, of: body.account });
        }
        return {};
      }),
      answer(calls.followers, async ({ viewer, body }) =>
        followList(viewer.id, body.account, 'followers', body.cursor),
      ),
      answer(calls.following, async ({ viewer, body }) =>
        followList(viewer.id, body.account, 'following', body.cursor),
      ),

      // Blocking and muting somebody absent, or hidden, is answered like any other: nothing is told by it.
      answer(calls.block, async ({ viewer, body }) => {
        blocks.take(viewer.id);
        const [me, them] = [uuidOf(viewer.id), uuidOf(body.account)];
        if ((await queries.countOf(db, 'blocks', me)) >= peopleLimits.blocks) {
          throw new Refusal('tooMany', 'This account has blocked as many as it may.');
        }
        if (!(await mayApproach(db, viewer.id, body.account))) return {};
        const ended = await queries.block(db, me, them);
        if (!ended) return {};
        if (ended.mine) news.tell({ kind: 'unfollowed', by: viewer.id, of: body.account });
        if (ended.theirs) news.tell({ kind: 'unfollowed', by: body.account, of: viewer.id });
        news.tell({ kind: 'blocked', by: viewer.id, of: body.account });
        return {};
      }),
      answer(calls.unblock, async ({ viewer, body }) => {
        if (await queries.unblock(db, uuidOf(viewer.id), uuidOf(body.account))) {
          news.tell({ kind: 'unblocked', by: viewer.id, of: body.account });
        }
        return {};
      }),
      answer(calls.blocked, async ({ viewer, body }) => {
        const name = ['blocked', viewer.id.reveal()];
        const rows = await queries.ownPage(db, uuidOf(viewer.id), 'blocks', cursors.open(name, body.cursor));
        return { people: rows.slice(0, peopleLimits.pageEntries).map(cardOf), ...next(name, rows) };
      }),
      answer(calls.mute, async ({ viewer, body }) => {
        blocks.take(viewer.id);
        const me = uuidOf(viewer.id);
        if ((await queries.countOf(db, 'mutes', me)) >= peopleLimits.mutes) {
          throw new Refusal('tooMany', 'This account has muted as many as it may.');
        }
        if (await mayApproach(db, viewer.id, body.account)) await queries.mute(db, me, uuidOf(body.account));
        return {};
      }),
      answer(calls.unmute, async ({ viewer, body }) => {
        await queries.unmute(db, uuidOf(viewer.id), uuidOf(body.account));
        return {};
      }),
      answer(calls.muted, async ({ viewer, body }) => {
        const name = ['muted', viewer.id.reveal()];
        const me = uuidOf(viewer.id);
        const rows = await queries.ownPage(db, me, 'mutes', cursors.open(name, body.cursor));
        return {
          people: visible(me, rows.slice(0, peopleLimits.pageEntries), peopleLimits.pageEntries),
          ...next(name, rows),
        };
      }),

      answer(calls.search, async ({ viewer, body }) => {
        pages.take(viewer.id);
        const text = cleanText(body.text, peopleLimits.searchCodePoints);
        if (!text) throw new Refusal('malformed', 'There is nothing to look for, or too much.');
        const me = uuidOf(viewer.id);
        const rows = await queries.searchPeople(db, me, text, handleOf(text).look);
        const found = listed(me, rows, peopleLimits.searchResults);
        return { people: found.map((row) => ({ ...cardOf(row), follows: row.follows })) };
      }),
      answer(calls.suggestions, async ({ viewer }) => {
        pages.take(viewer.id);
        const me = uuidOf(viewer.id);
        return { people: visible(me, await queries.suggestPeople(db, me), peopleLimits.suggestions) };
      }),
      answer(calls.setListsPrivate, async ({ viewer, body }) => {
        await queries.setListsPrivate(db, uuidOf(viewer.id), body.on);
        return {};
      }),
    ],
    async start() {
      stopListening = news.listen((item) => {
        if (item.kind === 'accountJoined' || item.kind === 'profileChanged') index(item.account);
      });
      for (const account of await queries.notIndexed(db)) await queries.indexPerson(db, account);
    },
    async stop() {
      stopListening();
      await Promise.all(indexing);
    },
  };
};

/** `@Ada` and `ada` are one handle; what is none is nobody's. */
function handleOf(text: string): { readonly handle: string; readonly look: string } {
  const read = readHandle(text);
  return 'handle' in read ? { handle: read.handle, look: handleLook(read.handle) } : { handle: '', look: '' };
}
