import { roomHandle, toBase64Url } from '@stoa/protocol';
import { events } from '@stoa/protocol/social';
import { newId } from '../../src/store/ids.ts';
import { randomly } from '../town.ts';
import { row } from './row.ts';
import type { Scene } from './scene.ts';

const none = () => newId('event', randomly);
const noClub = () => newId('club', randomly);
const the = ({ event }: Scene) => ({ event });
const open = ({ openEvent }: Scene) => ({ event: openEvent });
const absent = () => ({ event: none() });
const room = roomHandle(toBase64Url(randomly(16)));
const words = () => ({
  title: 'Mine',
  description: '',
  starts: '2026-12-01T10:00',
  zone: 'UTC',
  minutes: 30,
});
//            stranger follower blocked member moderator clubAdmin operator
const unlessBlocked = 'ok ok notFound ok ok ok ok';
const inside = 'notFound notFound notFound ok notFound ok notFound';
const desk = 'notFound notFound notFound notAllowed notFound ok notFound';
const hosts = 'notFound notFound notFound notAllowed notFound notAllowed notFound';

export const eventsRows = [
  row(events.create, 'ok', () => ({ ...words(), audience: 'everyone' as const })),
  row(
    events.create,
    desk,
    ({ club }) => ({ ...words(), audience: 'club' as const, club }),
    () => ({ ...words(), audience: 'club' as const, club: noClub() }),
    'of a club',
  ),
  row(
    events.create,
    unlessBlocked,
    ({ owner }) => ({ ...words(), audience: 'everyone' as const, coHosts: [owner.id] }),
    () => ({ ...words(), audience: 'everyone' as const, coHosts: [newId('account', randomly)] }),
    'with a co-host',
  ),
  row(events.one, inside, the, absent),
  row(events.one, unlessBlocked, open, absent, 'for everyone'),
  row(events.list, 'ok', () => ({ forMe: true as const })),
  row(
    events.list,
    inside,
    ({ club }) => ({ club }),
    () => ({ club: noClub() }),
    'of a club',
  ),
  row(
    events.list,
    unlessBlocked,
    ({ owner }) => ({ host: owner.id }),
    () => ({ host: newId('account', randomly) }),
    'of a person',
  ),
  row(events.search, 'ok', () => ({ text: 'reading' })),
  row(
    events.edit,
    hosts,
    ({ event }) => ({ event, title: 'Mine' }),
    () => ({ event: none(), title: 'Mine' }),
  ),
  row(events.cancel, hosts, the, absent),
  row(
    events.askToHost,
    hosts,
    ({ event, inClub }) => ({ event, account: inClub.id }),
    ({ inClub }) => ({ event: none(), account: inClub.id }),
  ),
  row(
    events.dropHost,
    hosts,
    ({ event, inClub }) => ({ event, account: inClub.id }),
    ({ inClub }) => ({ event: none(), account: inClub.id }),
  ),
  row(events.acceptHosting, hosts, the, absent),
  row(
    events.answer,
    inside,
    ({ event }) => ({ event, answer: 'going' as const }),
    () => ({ event: none(), answer: 'going' as const }),
  ),
  row(
    events.answer,
    unlessBlocked,
    ({ openEvent }) => ({ event: openEvent, answer: 'maybe' as const }),
    () => ({ event: none(), answer: 'maybe' as const }),
    'for everyone',
  ),
  row(
    events.start,
    hosts,
    ({ event }) => ({ event, room }),
    () => ({ event: none(), room }),
  ),
  row(events.createFeed, 'ok', () => ({})),
  row(
    events.createFeed,
    inside,
    ({ club }) => ({ club }),
    () => ({ club: noClub() }),
    'of a club',
  ),
  row(events.feeds, 'ok', () => ({})),
  row(events.revokeFeed, 'ok', () => ({ feed: newId('feed', randomly) })),
];
