import type { FakeRoom } from '@stoa/client/fake';
import { leaf, toBase64Url } from '@stoa/protocol';
import type { Replies } from '../test/replies.ts';
import { crowd } from './crowd.ts';

/** What the app's server says about a room of people with accounts, for pictures. */
const handle = '7Qk2mV9xTzR4bN1cWfYh3g';
/** 16 bytes that say the number, and the same as text. */
const bytesOf = (number: number) =>
  new Uint8Array(16)
    .fill(0)
    .fill(number % 256, 14, 15)
    .fill(number >> 8, 13, 14);
const textOf = toBase64Url;
const device = (number: number) => new Uint8Array(32).fill(number);

const me = {
  id: textOf(bytesOf(9_000)),
  session: textOf(bytesOf(9_001)),
  handle: 'robin',
  name: 'Robin Adeyemi',
  bio: '',
  links: [],
  operator: false,
  joinedOn: '2026-03-14',
  passkeys: 2,
  recovery: { code: true },
  deviceGeneration: 1,
};
const person = (name: string, number: number) => ({
  account: textOf(bytesOf(number)),
  handle: `${
    name
      .normalize('NFKD')
      .replace(/[^a-z]/gi, '')
      .toLowerCase()
      .slice(0, 12) || 'person'
  }${number}`,
  name,
});

type Hall = {
  readonly stage: number;
  readonly followed: number;
  readonly others: number;
  readonly guests: number;
};

/** The people of a room come in the order stage, followed, others; whoever looks is one of the others. */
export function hallReplies(
  { stage, followed, others, guests }: Hall,
  names = crowd(stage + followed + others),
): Replies {
  const all = names.map((name, number) => ({
    ...person(name, number),
    role: number === 0 ? 'moderator' : number < stage ? 'speaker' : 'listener',
    followed: number < stage + followed,
  }));
  const parts = {
    all,
    stage: all.slice(0, stage),
    followed: all.slice(stage, stage + followed),
    others: all.slice(stage + followed),
  };
  return {
    '/api/accounts/me': me,
    '/api/rooms/show': {
      ...{
        room: handle,
        kind: 'open',
        title: 'Sunday coffee: what are you reading?',
        topics: ['books', 'food'],
      },
      ...{
        languages: ['en'],
        keyHash: textOf(bytesOf(77)),
        guests: guests > 0,
        hands: 'all',
        capacity: 5_000,
      },
      ...{ people: all.length + guests, onStage: stage, openedAt: 1_790_000_000_000, faces: [] },
      ...{ friendsOnStage: 2, friendsInAudience: 1, ownClub: false, invited: false },
    },
    '/api/rooms/people': (asked: { part: keyof typeof parts; text?: string; after?: number }) => {
      const found = parts[asked.part].filter(({ name }) =>
        name.toLowerCase().includes((asked.text ?? '').toLowerCase()),
      );
      const from = asked.after ?? 0;
      const next = from + 50 < found.length ? { next: from + 50 } : {};
      return { people: found.slice(from, from + 50), total: found.length, guests, ...next };
    },
    '/api/rooms/invite': {},
    '/api/rooms/edit': {},
    '/api/people/followers': { people: names.slice(4, 14).map((name, at) => person(name, at + 300)) },
    '/api/people/profile': ({ account }: { account: { reveal(): string } }) => {
      const found = all.findIndex((one) => one.account === account.reveal());
      return {
        ...person(names[found] ?? '', found),
        bio: 'Sound engineer. Collects tape machines and other people’s stories.',
        ...{ links: [], since: '2026-02-03', self: false, follows: false, followsYou: true, muted: false },
        ...{ bell: 'sometimes', listsPrivate: true, blockedByFollowed: found === 2, clubs: [] },
      };
    },
    '/api/accounts/devices-of': {
      generation: 2,
      devices: [
        {
          ...{ id: textOf(bytesOf(88)), addedIn: 1, addedOn: '2026-03-14' },
          ...{ ed25519: toBase64Url(device(1)), x25519: toBase64Url(device(200)) },
        },
      ],
    },
  };
}

/** Everybody but the guests at the end proves an account; the third person's device is one that nobody published. */
export function withAccounts(room: FakeRoom, count: number): FakeRoom {
  for (let number = 0; number < count; number++)
    room.driver.provesAccount(leaf(number), { id: bytesOf(number), device: device(number === 2 ? 9 : 1) });
  return room;
}
