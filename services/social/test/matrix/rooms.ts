import { linkFragment } from '@stoa/protocol';
import { hallway, type RoomKind, rooms } from '@stoa/protocol/social';
import { newId } from '../../src/store/ids.ts';
import { randomly } from '../town.ts';
import { type Row, row } from './row.ts';
import { roomIn } from './scene.ts';

const keyHash = new Uint8Array(32);
const nowhere = () => newId('room', randomly);
const plan = {
  keyHash,
  topics: [],
  languages: [],
  capacity: 10,
  guests: false,
  hands: 'all' as const,
};
const taste = { topics: [], languages: [] };

/** `outsider` stands for whoever finds the room and is not in it, `nothing` for who does not find it. */
function aboutOne(kind: RoomKind): Row[] {
  const finds: Readonly<Record<RoomKind, string>> = {
    open: 'out out nothing out in out out',
    // Whom its moderator follows finds it; nobody here is.
    social: 'nothing nothing nothing nothing in nothing nothing',
    club: 'nothing nothing nothing out in out nothing',
    closed: 'nothing nothing nothing nothing in nothing nothing',
  };
  const line = (out: string, inside: string) =>
    finds[kind]
      .split(' ')
      .map((who) => (who === 'in' ? inside : who === 'out' ? out : 'notFound'))
      .join(' ');
  const about = `a room that is ${kind === 'club' ? "a club's" : kind}`;
  const one = { room: (scene: Parameters<typeof roomIn>[0]) => ({ room: roomIn(scene) }) };
  const absent = () => ({ room: nowhere() });
  return [
    row(rooms.show, `notFound ${line('ok', 'ok')}`, one.room, absent, about, kind),
    row(
      rooms.join,
      line('ok', 'ok'),
      (scene) => ({ room: roomIn(scene), keyHash }),
      () => ({ room: nowhere(), keyHash }),
      about,
      kind,
    ),
    row(
      rooms.people,
      kind === 'open' ? line('ok', 'ok') : line('notFound', 'ok'),
      (scene) => ({ room: roomIn(scene), part: 'all' as const }),
      () => ({ room: nowhere(), part: 'all' as const }),
      about,
      kind,
    ),
    row(
      rooms.invite,
      line('notAllowed', 'ok'),
      (scene) => ({ room: roomIn(scene), people: [{ account: scene.inClub.id }] }),
      (scene) => ({ room: nowhere(), people: [{ account: scene.inClub.id }] }),
      about,
      kind,
    ),
    row(
      rooms.edit,
      line('notAllowed', 'ok'),
      (scene) => ({ room: roomIn(scene), capacity: 20 }),
      () => ({ room: nowhere(), capacity: 20 }),
      about,
      kind,
    ),
    // Who opened it says its key, once.
    row(
      rooms.announce,
      'notFound',
      (scene) => ({ room: roomIn(scene), keyHash: linkFragment('B'.repeat(22)) }),
      () => ({ room: nowhere(), keyHash: linkFragment('B'.repeat(22)) }),
      about,
      kind,
    ),
  ];
}

export const roomsRows = [
  // The moderator is on stage already.
  row(rooms.create, 'ok ok ok ok tooMany ok ok', () => ({ ...plan, kind: 'open' as const, title: 'Mine' })),
  row(
    rooms.create,
    'notFound notFound notFound ok notFound ok notFound',
    ({ club }) => ({ ...plan, kind: 'club' as const, title: 'Ours', club }),
    () => ({ ...plan, kind: 'club' as const, title: 'Ours', club: newId('club', randomly) }),
    'in a club',
  ),
  row(rooms.mine, 'ok', () => ({})),
  ...(['open', 'social', 'club', 'closed'] as const).flatMap(aboutOne),
  // After the moderator the room is over.
  row(
    rooms.end,
    'notAllowed notAllowed notFound notAllowed ok notFound notFound',
    (scene) => ({ room: roomIn(scene) }),
    () => ({ room: nowhere() }),
    'a room that is open, in this order',
    'open',
  ),
];

export const hallwayRows = [
  row(hallway.feed, 'ok', () => ({ taste, limit: 30, skip: 0 })),
  row(hallway.search, 'ok', () => ({ text: 'tea' })),
];
