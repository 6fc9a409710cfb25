import { people } from '@stoa/protocol/social';
import { newId } from '../../src/store/ids.ts';
import { randomly } from '../town.ts';
import { row } from './row.ts';
import type { Scene } from './scene.ts';

const owner = ({ owner }: Scene) => ({ account: owner.id });
const nobody = () => ({ account: newId('account', randomly) });
//                stranger follower blocked member moderator clubAdmin operator
const unlessBlocked = 'ok ok notFound ok ok ok ok';

export const peopleRows = [
  row(people.profile, unlessBlocked, owner, nobody),
  row(
    people.profile,
    unlessBlocked,
    ({ owner }) => ({ handle: owner.handle }),
    () => ({ handle: 'nobodyhere' }),
    'by handle',
  ),
  row(people.follow, unlessBlocked, owner, nobody),
  row(people.followers, unlessBlocked, owner, nobody),
  row(people.following, unlessBlocked, owner, nobody),
  row(people.unfollow, 'ok', owner),
  row(people.block, 'ok', owner),
  row(people.unblock, 'ok', owner),
  row(people.blocked, 'ok', () => ({})),
  row(people.mute, 'ok', owner),
  row(people.unmute, 'ok', owner),
  row(people.muted, 'ok', () => ({})),
  row(people.search, 'ok', () => ({ text: 'person' })),
  row(people.suggestions, 'ok', () => ({})),
  row(people.setListsPrivate, 'ok', () => ({ on: true })),
];
