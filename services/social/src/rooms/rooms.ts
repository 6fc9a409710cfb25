import { mayJoin, mayLookAround, mayOpen, maySee } from '@stoa/core/entry';
import { idFromText, includesId } from '@stoa/core/hallway';
import type { RoomHandle } from '@stoa/protocol';
import { type AccountId, rooms as calls, roomLimits } from '@stoa/protocol/social';
import { Allowance } from '../allowance.ts';
import type { House, MakeFeature } from '../feature.ts';
import { answer, often } from '../http/answer.ts';
import { Budget } from '../http/budget.ts';
import { notFound, Refusal } from '../http/refusal.ts';
import { newId } from '../store/ids.ts';
import { cardsOf } from './cards.ts';
import { bondOf, doorwayOf, guestBond } from './doorway.ts';
import { type LiveRoom, onStage, type Seat } from './live-room.ts';
import { peopleHere } from './people-here.ts';
import { editedWords, insistOnOpening, wordsOf } from './plan.ts';
import { readClubName } from './queries.ts';

const hourMs = 3_600_000;

/** Rooms: opening, joining, asking people in, who is here, ending. */
export const rooms: MakeFeature = (house) => {
  const { rooms: live, faces, ties, voice, clock } = house.hall;
  const joins = new Allowance(clock, 2_000, roomLimits.joinsPerMinute);
  const lookUps = new Allowance(clock, 2_000, roomLimits.lookUpsPerMinute);
  const pings = new Budget({ count: roomLimits.invitationsPerHour, perMs: hourMs, burst: 100 });
  const bond = (room: LiveRoom, account: AccountId) => bondOf(room, account, house.hall);
  const faceOf = async (account: AccountId) => {
    await faces.load([account.reveal()]);
    return faces.card(account.reveal());
  };

  /** The room, if this person may see it; the same refusal for every other reason. */
  async function seen(handle: RoomHandle, account: AccountId): Promise<LiveRoom> {
    // First, so that an absent room takes as long as a hidden one.
    await ties.of(account);
    const room = live.find(handle);
    if (!room || !maySee(doorwayOf(room), await bond(room, account)).may) throw notFound();
    return room;
  }

  function seatIn(room: LiveRoom, account: AccountId, allowed: (seat: Seat) => boolean): void {
    const seat = room.seats.get(account.reveal());
    if (!seat || !allowed(seat)) throw new Refusal('notAllowed', 'That is for others in the room to do.');
  }
  const moderates = ({ role }: Seat) => role === 'moderator';

  return {
    answers: [
      answer(calls.create, async ({ viewer, body }) => {
        const { clubs } = await ties.of(viewer.id);
        const member = body.club !== undefined && includesId(clubs, idFromText(body.club.reveal()));
        const { kind, guests, byLink = false } = body;
        const plan = { kind, guests, byLink, club: body.club !== undefined };
        const opener = {
          banned: live.isBanned(viewer.id),
          member,
          onStageElsewhere: live.seatsOf(viewer.id).some(({ seat }) => onStage(seat)),
          openings: live.openingsOf(viewer.id),
        };
        insistOnOpening(mayOpen(plan, opener, clock.now()));
        const club = body.club && { club: body.club, name: await clubName(house, body.club) };
        const words = wordsOf(body, club);
        const handle = newId('room', house.random);
        const room = live.create(handle, viewer.id, words);
        const subject = live.admit(room, viewer.id);
        return {
          room: handle,
          token: await voice.token({ room: handle, keyHash: body.keyHash, subject, open: true }),
        };
      }),

      answer(calls.announce, async ({ viewer, body }) => {
        const room = live.find(body.room);
        // What a room's key is stays as it was first said.
        if (!room?.opener.equals(viewer.id) || room.keyHash) throw notFound();
        if (room.words.kind === 'closed') throw new Refusal('malformed', 'A closed room is not announced.');
        live.announce(room, body.keyHash);
        return {};
      }),

      answer(calls.join, async ({ viewer, body }) => {
        joins.take(viewer.id);
        await ties.of(viewer.id);
        const room = live.find(body.room);
        if (!room) throw notFound();
        const listening = live
          .seatsOf(viewer.id)
          .filter((each) => each.room !== room && !onStage(each.seat)).length;
        const verdict = mayJoin(doorwayOf(room), await bond(room, viewer.id), { listening });
        if (!verdict.may) throw refusalOf(verdict.tell);
        const subject = live.admit(room, viewer.id);
        const card = await voice.card(room.handle, subject);
        if (!card) throw notFound();
        const token = await voice.token({ room: room.handle, keyHash: body.keyHash, subject, open: false });
        return { token, card: new Uint8Array(card) };
      }),

      often(
        answer(calls.show, async ({ viewer, body }) => {
          if (viewer.kind === 'account') {
            const room = await seen(body.room, viewer.id);
            const own = { account: viewer.id, ties: await ties.of(viewer.id) };
            return only(await cardsOf([{ room }], own, faces));
          }
          const room = live.find(body.room);
          if (!room || !maySee(doorwayOf(room), guestBond).may) throw notFound();
          return only(await cardsOf([{ room }], undefined, faces));
        }),
      ),

      often(
        answer(calls.mine, async ({ viewer }) => {
          const own = { account: viewer.id, ties: await ties.of(viewer.id) };
          const roles = new Map<LiveRoom, Seat['role'] | 'invited'>();
          for (const { room, seat } of live.seatsOf(viewer.id)) roles.set(room, seat.role);
          for (const room of live.invitationsOf(viewer.id)) {
            if (roles.has(room) || room.words.kind !== 'closed') continue;
            if (maySee(doorwayOf(room), await bond(room, viewer.id)).may) roles.set(room, 'invited');
          }
          const order = ['moderator', 'speaker', 'listener', 'invited'];
          const sorted = [...roles.keys()].sort(
            (a, b) => order.indexOf(roles.get(a)!) - order.indexOf(roles.get(b)!),
          );
          const cards = await cardsOf(
            sorted.map((room) => ({ room })),
            own,
            faces,
          );
          const byHandle = new Map(sorted.map((room) => [room.handle.reveal(), roles.get(room)!]));
          return { rooms: cards.map((card) => ({ ...card, role: byHandle.get(card.room.reveal())! })) };
        }),
      ),

      answer(calls.invite, async ({ viewer, body }) => {
        const room = await seen(body.room, viewer.id);
        const isOpen = room.words.kind === 'open';
        seatIn(room, viewer.id, (seat) => isOpen || onStage(seat));
        const inviter = await ties.of(viewer.id);
        const by = await faceOf(viewer.id);
        for (const { account, links = [] } of body.people) {
          const retryInMs = pings.take(viewer.id.reveal(), clock.now());
          if (retryInMs !== undefined) throw new Refusal('tooFast', 'That is enough for now.', retryInMs);
          const key = account.reveal();
          if (account.equals(viewer.id) || !by) continue;
          if (room.invited.size >= roomLimits.invitations && !room.invited.has(key)) continue;
          if (includesId(inviter.blocked, idFromText(key))) continue;
          const theirs = await ties.of(account);
          // Only people who follow somebody want to be asked in by that person; where the invitation is the key, moderators decide.
          if (isOpen && !includesId(theirs.follows, idFromText(viewer.id.reveal()))) continue;
          const bound = await bond(room, account);
          if (bound.banned || bound.putOut || bound.blocked || !(await faceOf(account))) continue;
          live.invite(room, account, links);
          const [card] = await cardsOf([{ room }], { account, ties: theirs }, faces);
          if (!card) continue;
          house.live.tell(account, { t: 'pinged', by, room: card });
          const notice = { kind: 'pinged', from: viewer.id, room: room.handle } as const;
          house.news.tell({ kind: 'notice', to: [account], notice });
        }
        return {};
      }),

      answer(calls.edit, async ({ viewer, body }) => {
        const room = await seen(body.room, viewer.id);
        seatIn(room, viewer.id, moderates);
        live.edit(room, editedWords(room.words, body));
        return {};
      }),

      answer(calls.people, async ({ viewer, body }) => {
        lookUps.take(viewer.id);
        await ties.of(viewer.id);
        const room = live.find(body.room);
        if (!room || !mayLookAround(doorwayOf(room), await bond(room, viewer.id)).may) throw notFound();
        return await peopleHere(room, viewer.id, body, house.hall);
      }),

      answer(calls.end, async ({ viewer, body }) => {
        const room = await seen(body.room, viewer.id);
        seatIn(room, viewer.id, moderates);
        live.end(room);
        return {};
      }),
    ],
  };
};

async function clubName(house: House, club: Parameters<typeof readClubName>[1]): Promise<string> {
  const name = await readClubName(house.db, club);
  if (name === undefined) throw notFound();
  return name;
}

function refusalOf(tell: 'notFound' | 'full' | 'tooManyRooms'): Refusal {
  if (tell === 'full') return new Refusal('full', 'The room is full.', 5_000);
  if (tell === 'tooManyRooms') return new Refusal('tooMany', 'Leave another room first.');
  return notFound();
}

function only<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined) throw notFound();
  return item;
}
