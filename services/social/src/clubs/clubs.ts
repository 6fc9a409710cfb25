import {
  type ClubChange,
  type ClubCommand,
  type ClubRefusal,
  clubSight,
  decide,
  runsIt,
  type Standing,
  successor,
} from '@stoa/core/clubs';
import { cleanText } from '@stoa/protocol';
import {
  type AccountId,
  type Club,
  type ClubCard,
  type ClubId,
  clubs as calls,
  clubLimits,
} from '@stoa/protocol/social';
import { Allowance } from '../allowance.ts';
import { Cursors } from '../cursor.ts';
import type { House, MakeFeature } from '../feature.ts';
import { type Answer, answer } from '../http/answer.ts';
import { notFound, Refusal } from '../http/refusal.ts';
import type { KeptNotice } from '../notifications/notice.ts';
import { cardOf, cardsFor, mayApproach, maySeeListed } from '../people/relations.ts';
import { logClubAct } from '../safety/club-acts.ts';
import { dayOf } from '../store/day.ts';
import { idOf, newId, uuidOf } from '../store/ids.ts';
import * as queries from './queries.ts';
import { readWords } from './words.ts';

const refusals: Readonly<Record<ClubRefusal, () => Refusal>> = {
  notFound,
  notAllowed: () => new Refusal('notAllowed', 'This is not for you to do in this club.'),
  rulesChanged: () => new Refusal('notAllowed', 'The rules of this club have changed: read them first.'),
  full: () => new Refusal('full', 'This club has as many members as it may have.'),
};

/** Groups with rules, and who may come into them. */
export const clubs: MakeFeature = (house) => {
  const { db, clock } = house;
  const cursors = new Cursors(house.options.secret);
  const founding = new Allowance(clock, clubLimits.createdPerDay);
  const inviting = new Allowance(clock, clubLimits.invitationsPerDay);
  const changing = new Allowance(clock, clubLimits.changesPerDay);
  let cancelSweep = () => {};

  async function view(viewer: AccountId, club: ClubId): Promise<Club> {
    const row = await queries.clubRow(db, uuidOf(club), uuidOf(viewer));
    const standing = row?.standing ?? 'none';
    const seen = clubSight(standing, row?.in_directory ?? false);
    if (!row || !seen.club) throw notFound();
    const owner = row.owner === null ? undefined : (await cardsFor(db, viewer, [row.owner])).get(row.owner);
    return {
      ...clubCard({ ...row, standing }),
      description: row.description,
      rules: row.rules,
      rulesVersion: row.rules_version,
      ...(seen.members && row.accepted !== null ? { rulesAccepted: row.accepted } : {}),
      wayIn: row.way_in,
      inDirectory: row.in_directory,
      ...(owner ? { owner } : {}),
      ...(seen.desk ? { requests: row.requests } : {}),
    };
  }

  /** Decides and stores, with the club locked meanwhile; returns what changed. */
  async function change(
    viewer: AccountId,
    club: ClubId,
    command: ClubCommand,
    other: AccountId = viewer,
    edit: (row: ClubRow) => queries.ClubWords | undefined = () => undefined,
  ): Promise<readonly ClubChange[]> {
    changing.take(viewer);
    const self = viewer.equals(other);
    const [id, me, them] = [uuidOf(club), uuidOf(viewer), uuidOf(other)];
    const { changes, left } = await db.transaction().execute(async (trx) => {
      const row = await queries.lockClub(trx, id);
      // Asked also where there is no club: what is absent takes as long as what is hidden.
      const actor = await queries.standingIn(trx, id, me);
      const target = self ? actor : await queries.standingIn(trx, id, them);
      if (!row || !clubSight(actor, row.in_directory).club) throw notFound();
      // C35: who has no tie to the club yet must be somebody that one may approach.
      if (!self && runsIt(actor) && target === 'none' && !(await mayApproach(trx, viewer, other)))
        throw notFound();
      const decided = decide(command, {
        wayIn: row.way_in,
        inDirectory: row.in_directory,
        rules: row.rules_version,
        members: row.members,
        membersAtMost: clubLimits.members,
        actor,
        target,
        self,
      });
      if (!decided.ok) throw refusals[decided.why]();
      let left: readonly string[] = [];
      let newWords: queries.ClubWords | undefined;
      for (const { who, to } of decided.changes) {
        if (who === 'club') {
          const words = to === 'edited' ? edit(row) : undefined;
          newWords = words;
          if (words) await queries.editClub(trx, id, words, !sameRules(words.rules, row.rules));
          if (to === 'closed') left = await queries.removeClub(trx, id);
          continue;
        }
        const account = who === 'actor' ? me : them;
        if (to === 'member' || to === 'owner') await checkRoom(trx, account, to);
        const rules = command.type === 'join' ? command.rules : undefined;
        await queries.setStanding(trx, id, account, to, rules);
      }
      if (decided.changes.length > 0) {
        const rules = newWords && !sameRules(newWords.rules, row.rules) ? newWords.rules : undefined;
        const act = { type: command.type, by: viewer, ...(self ? {} : { of: other }), rules };
        await logClubAct(trx, house, club, act);
      }
      return { changes: decided.changes, left };
    });
    for (const account of left) house.news.tell({ kind: 'clubChanged', account: idOf('account', account) });
    for (const { who } of changes) {
      if (who !== 'club') house.news.tell({ kind: 'clubChanged', account: who === 'actor' ? viewer : other });
    }
    return changes;
  }

  const tell = (to: readonly AccountId[], notice: KeptNotice) =>
    house.news.tell({ kind: 'notice', to, notice });

  /** Commands of those who run the club about somebody else. */
  const about = (
    call: typeof calls.invite,
    type: Exclude<ClubCommand['type'], 'join'>,
    after: (change: Standing, viewer: AccountId, other: AccountId, club: ClubId) => void = () => {},
  ): Answer =>
    answer(call, async ({ viewer, body }) => {
      if (type === 'invite') inviting.take(viewer.id);
      for (const { who, to } of await change(viewer.id, body.club, { type }, body.account)) {
        if (who === 'target') after(to, viewer.id, body.account, body.club);
      }
      return {};
    });

  const welcomed = (to: Standing, viewer: AccountId, other: AccountId, club: ClubId): void => {
    if (to === 'member') tell([other], { kind: 'clubAccepted', club });
    if (to === 'invited') tell([other], { kind: 'clubInvited', from: viewer, club });
  };
  const ranked = (to: Standing, _viewer: AccountId, other: AccountId, club: ClubId): void => {
    if (to === 'member' || to === 'admin' || to === 'owner')
      tell([other], { kind: 'clubRole', club, role: to });
  };

  /** One's own acts on oneself. */
  const own = (call: typeof calls.leave, type: 'withdraw' | 'leave' | 'close'): Answer =>
    answer(call, async ({ viewer, body }) => {
      await change(viewer.id, body.club, { type });
      return {};
    });

  /** Requests, invitations, bans. */
  const desk = (call: typeof calls.requests, standing: 'requested' | 'invited' | 'banned'): Answer =>
    answer(call, async ({ viewer, body }) => {
      const row = await queries.clubRow(db, uuidOf(body.club), uuidOf(viewer.id));
      const seen = clubSight(row?.standing ?? 'none', row?.in_directory ?? false);
      if (!seen.club) throw notFound();
      if (!seen.desk) throw refusals.notAllowed();
      const list = [standing, body.club.reveal(), viewer.id.reveal()];
      const after = cursors.open(list, body.cursor);
      const rows = await queries.peoplePage(db, uuidOf(body.club), uuidOf(viewer.id), [standing], after);
      return { people: rows.slice(0, clubLimits.pageEntries).map(cardOf), ...next(list, rows) };
    });

  function next(list: readonly string[], rows: readonly { readonly n: number }[]) {
    const last = rows[clubLimits.pageEntries - 1];
    if (!last || rows.length <= clubLimits.pageEntries) return {};
    return { next: cursors.seal(list, BigInt(last.n)) };
  }

  const cards = (rows: Awaited<ReturnType<typeof queries.directory>>, atMost: number): ClubCard[] =>
    rows
      .filter((row) => clubSight(row.standing ?? 'none', row.in_directory).club)
      .slice(0, atMost)
      .map((row) => clubCard({ ...row, standing: row.standing ?? 'none' }));

  const sweepEveryMs = 600_000;
  const sweep = async (): Promise<void> => {
    await adoptOwnerless(house).catch(() => house.log({ event: 'sweepFailed', where: 'clubs' }));
    cancelSweep = clock.after(sweepEveryMs, () => void sweep());
  };

  return {
    answers: [
      answer(calls.create, async ({ viewer, body, now }) => {
        const words = readWords(body);
        founding.take(viewer.id);
        const id = newId('club', house.random);
        await db.transaction().execute(async (trx) => {
          await checkRoom(trx, uuidOf(viewer.id), 'owner');
          await checkRoom(trx, uuidOf(viewer.id), 'member');
          await queries.createClub(trx, uuidOf(id), uuidOf(viewer.id), words, dayOf(now));
        });
        house.news.tell({ kind: 'clubChanged', account: viewer.id });
        return view(viewer.id, id);
      }),
      answer(calls.one, async ({ viewer, body }) => view(viewer.id, body.club)),
      answer(calls.mine, async ({ viewer }) => ({
        clubs: cards(await queries.mine(db, uuidOf(viewer.id)), 2 * clubLimits.joined),
      })),
      answer(calls.directory, async ({ viewer, body }) => {
        const text = body.text === undefined ? undefined : cleanText(body.text, clubLimits.nameCodePoints);
        if (body.text !== undefined && !text) throw new Refusal('malformed', 'There is nothing to look for.');
        return {
          clubs: cards(await queries.directory(db, uuidOf(viewer.id), text), clubLimits.searchResults),
        };
      }),
      answer(calls.members, async ({ viewer, body }) => {
        const me = uuidOf(viewer.id);
        const row = await queries.clubRow(db, uuidOf(body.club), me);
        const standing = row?.standing ?? 'none';
        const seen = clubSight(standing, row?.in_directory ?? false);
        if (!seen.club) throw notFound();
        if (!seen.members) throw refusals.notAllowed();
        const list = ['members', body.club.reveal(), viewer.id.reveal()];
        const after = cursors.open(list, body.cursor);
        const rows = await queries.peoplePage(db, uuidOf(body.club), me, queries.insiders, after);
        const people = rows
          .slice(0, clubLimits.pageEntries)
          .filter((one) => seen.desk || maySeeListed(me, one));
        return {
          people: people.map((one) => ({
            ...cardOf(one),
            role: one.standing as 'member' | 'admin' | 'owner',
          })),
          ...next(list, rows),
        };
      }),
      desk(calls.requests, 'requested'),
      desk(calls.invitations, 'invited'),
      desk(calls.banned, 'banned'),

      answer(calls.edit, async ({ viewer, body }) => {
        await change(viewer.id, body.club, { type: 'edit' }, viewer.id, (row) =>
          readWords({
            name: body.name ?? row.name,
            description: body.description ?? row.description,
            rules: body.rules ?? row.rules,
            wayIn: body.wayIn ?? row.way_in,
            inDirectory: body.inDirectory ?? row.in_directory,
          }),
        );
        return view(viewer.id, body.club);
      }),
      answer(calls.join, async ({ viewer, body }) => {
        const changes = await change(viewer.id, body.club, { type: 'join', rules: body.rulesVersion });
        if (changes.some(({ to }) => to === 'requested')) {
          const desk = await queries.runners(db, uuidOf(body.club));
          tell(
            desk.map((id) => idOf('account', id)),
            { kind: 'clubRequested', from: viewer.id, club: body.club },
          );
        }
        const mine = await queries.standingIn(db, uuidOf(body.club), uuidOf(viewer.id));
        return { mine: told(mine) };
      }),
      own(calls.withdraw, 'withdraw'),
      own(calls.leave, 'leave'),
      own(calls.close as unknown as typeof calls.leave, 'close'),
      about(calls.invite, 'invite', welcomed),
      about(calls.uninvite, 'uninvite'),
      about(calls.accept, 'accept', welcomed),
      about(calls.decline, 'decline'),
      about(calls.promote, 'promote', ranked),
      about(calls.demote, 'demote', ranked),
      about(calls.transfer, 'transfer', ranked),
      about(calls.remove, 'remove'),
      about(calls.ban, 'ban'),
      about(calls.unban, 'unban'),
    ],
    start: sweep,
    stop: () => cancelSweep(),
  };
};

/** C23: gives clubs whose owner's account is gone to the one who stood longest with them, or closes them. */
export async function adoptOwnerless({ db, news }: Pick<House, 'db' | 'news'>): Promise<void> {
  const heirs = await db.transaction().execute(async (trx) => {
    const adopted: { club: string; heir: string }[] = [];
    for (const { id } of await queries.ownerless(trx)) {
      const heir = successor(await queries.heirs(trx, id));
      if (heir === undefined) await queries.removeClub(trx, id);
      else {
        await queries.setStanding(trx, id, heir, 'owner', undefined);
        adopted.push({ club: id, heir });
      }
    }
    return adopted;
  });
  for (const { club, heir } of heirs) {
    news.tell({
      kind: 'notice',
      to: [idOf('account', heir)],
      notice: { kind: 'clubRole', club: idOf('club', club), role: 'owner' },
    });
  }
}

/** How many clubs one account may be in, and own. */
async function checkRoom(
  trx: Parameters<typeof queries.lockClub>[0],
  account: string,
  to: 'member' | 'owner',
): Promise<void> {
  const { joined, owned } = await queries.countFor(trx, account);
  if (to === 'owner' ? owned >= clubLimits.owned : joined >= clubLimits.joined) {
    throw new Refusal('tooMany', 'This account is in as many clubs as it may be.');
  }
}

type ClubRow = NonNullable<Awaited<ReturnType<typeof queries.lockClub>>>;

const sameRules = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((rule, i) => rule === other[i]);

const told = (standing: Standing): ClubCard['mine'] => (standing === 'banned' ? 'none' : standing);

const clubCard = (row: { id: string; name: string; members: number; standing: Standing }): ClubCard => ({
  club: idOf('club', row.id),
  name: row.name,
  members: row.members,
  mine: told(row.standing),
});
