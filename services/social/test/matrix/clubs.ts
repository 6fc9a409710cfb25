import { clubs } from '@stoa/protocol/social';
import { newId } from '../../src/store/ids.ts';
import { randomly } from '../town.ts';
import { row } from './row.ts';
import type { Scene } from './scene.ts';

const none = () => newId('club', randomly);
const the = ({ club }: Scene) => ({ club });
const absent = () => ({ club: none() });
const about = (who: 'inClub' | 'asking' | 'invited' | 'banned' | 'owner') => (scene: Scene) => ({
  club: scene.club,
  account: scene[who].id,
});
const aboutAbsent = (scene: Scene) => ({ club: none(), account: scene.inClub.id });
//            stranger follower blocked member moderator clubAdmin operator
const inside = 'notFound notFound notFound ok notFound ok notFound';
const desk = 'notFound notFound notFound notAllowed notFound ok notFound';
const ownerOnly = 'notFound notFound notFound notAllowed notFound notAllowed notFound';

export const clubsRows = [
  row(clubs.create, 'ok', () => ({
    name: 'New',
    description: '',
    rules: [],
    wayIn: 'open' as const,
    inDirectory: true,
  })),
  row(clubs.mine, 'ok', () => ({})),
  row(clubs.directory, 'ok', () => ({})),
  row(clubs.one, inside, the, absent),
  row(clubs.members, inside, the, absent),
  row(clubs.requests, desk, the, absent),
  row(clubs.invitations, desk, the, absent),
  row(clubs.banned, desk, the, absent),
  row(
    clubs.edit,
    desk,
    ({ club }) => ({ club, name: 'Renamed' }),
    () => ({ club: none(), name: 'Renamed' }),
  ),
  row(
    clubs.join,
    inside,
    ({ club }) => ({ club, rulesVersion: 1 }),
    () => ({ club: none(), rulesVersion: 1 }),
  ),
  row(clubs.withdraw, inside, the, absent),
  row(clubs.leave, inside, the, absent),
  row(clubs.close, ownerOnly, the, absent),
  row(clubs.invite, desk, about('asking'), aboutAbsent),
  row(clubs.uninvite, desk, about('invited'), aboutAbsent),
  row(clubs.accept, desk, about('asking'), aboutAbsent),
  row(clubs.decline, desk, about('asking'), aboutAbsent),
  row(clubs.promote, ownerOnly, about('inClub'), aboutAbsent),
  row(clubs.demote, ownerOnly, about('inClub'), aboutAbsent),
  row(clubs.transfer, ownerOnly, about('inClub'), aboutAbsent),
  row(clubs.remove, desk, about('inClub'), aboutAbsent),
  row(clubs.remove, ownerOnly, about('owner'), aboutAbsent, 'the owner'),
  row(clubs.ban, desk, about('inClub'), aboutAbsent),
  row(clubs.ban, ownerOnly, about('owner'), aboutAbsent, 'the owner'),
  row(clubs.unban, desk, about('banned'), aboutAbsent),
];
