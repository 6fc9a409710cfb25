import type { Replies } from '../test/replies.ts';
import { refused } from '../test/replies.ts';
import type { AppScene } from './app-scene.ts';
import { crowd, longNames, rtlNames } from './crowd.ts';
import { messagePaths } from './messages.ts';
import { mineReply, safetyScenes } from './safety-scenes.ts';

const id = (number: number) => `${String(number).padStart(21, 'A').replaceAll('0', 'a')}A`;
const handleOf = (name: string, number: number) =>
  `${
    name
      .normalize('NFKD')
      .replace(/[^a-z]/gi, '')
      .toLowerCase()
      .slice(0, 12) || 'person'
  }${number}`;
const person = (name: string, number: number) => ({
  account: id(number + 100),
  handle: handleOf(name, number),
  name,
});
const folk = (names: readonly string[]) => names.map(person);

const me = {
  id: id(1),
  session: id(2),
  handle: 'robin',
  name: 'Robin Adeyemi',
  bio: 'Radio people, rivers, sourdough.',
  links: [],
  operator: false,
  joinedOn: '2026-03-14',
  passkeys: 2,
  recovery: { code: true },
  deviceGeneration: 1,
};

const card = (
  number: number,
  title: string,
  names: readonly string[],
  more: Record<string, unknown> = {},
): Record<string, unknown> => ({
  room: id(number + 500),
  kind: 'open',
  title,
  topics: [],
  languages: ['en'],
  keyHash: id(number + 700),
  guests: true,
  hands: 'all',
  capacity: 5_000,
  people: names.length * 3,
  onStage: Math.min(names.length, 3),
  openedAt: 1_790_000_000_000,
  faces: folk(names).map((face, place) => ({ ...face, onStage: place < 3, followed: place < 2 })),
  friendsOnStage: 1,
  friendsInAudience: 1,
  ownClub: false,
  invited: false,
  ...more,
});

const names = crowd(24);
const some = [
  card(1, 'Sunday coffee: what are you reading?', names.slice(0, 6), {
    topics: ['books', 'food'],
    people: 48,
  }),
  card(2, 'Bees, balconies and the city', names.slice(6, 10), {
    kind: 'club',
    club: { club: id(40), name: 'Urban gardeners' },
    topics: ['gardening'],
    people: 17,
    friendsOnStage: 0,
    friendsInAudience: 0,
  }),
  card(3, 'First-time founders: ask anything', names.slice(10, 16), {
    topics: ['startups'],
    people: 1_204,
    onStage: 9,
  }),
  card(4, '', names.slice(16, 18), {
    kind: 'closed',
    title: undefined,
    keyHash: undefined,
    invited: true,
    people: 4,
  }),
];
/** As somebody without an account sees them. */
const strangers = { friendsOnStage: 0, friendsInAudience: 0, topics: ['books', 'food'], people: 48 };
const feed = (rooms: unknown) => ({
  '/api/accounts/me': me,
  '/api/hallway/feed': { rooms, more: false },
});

const profile = (name: string, more: Record<string, unknown> = {}) => ({
  ...person(name, 7),
  bio: 'Sound engineer. Collects tape machines and other people’s stories.\nTalks about both on Thursdays.',
  links: ['https://tapes.example/shop'],
  since: '2026-02-03',
  self: false,
  follows: false,
  followsYou: true,
  muted: false,
  bell: 'sometimes',
  counts: { followers: 1_840, following: 212 },
  listsPrivate: false,
  blockedByFollowed: false,
  clubs: [{ club: id(40), name: 'Urban gardeners' }],
  ...more,
});
const profileReplies = (reply: unknown): Replies => ({
  '/api/accounts/me': me,
  '/api/people/profile': reply,
  '/api/people/followers': { people: folk(names.slice(0, 8)) },
  '/api/people/following': { people: folk(names.slice(8, 12)) },
});

const notice = (number: number, read: boolean, what: unknown) => ({
  notification: id(number + 900),
  at: 1_790_000_000_000 - number * 3_600_000,
  read,
  notice: what,
});

const clubCard = (number: number, name: string, mine: string) => ({
  club: id(number),
  name,
  members: number * 7,
  mine,
});
const clubReplies = (mine: string): Replies => ({
  '/api/accounts/me': me,
  '/api/clubs/one': {
    ...clubCard(40, 'Urban gardeners', mine),
    description: 'Balconies, roofs, the strip beside the tram. We meet on Tuesdays.',
    rules: ['Be kind to beginners.', 'No selling.', 'Seeds are shared, not hoarded.'],
    rulesVersion: 2,
    ...(mine !== 'none' && { rulesAccepted: 2, requests: 1 }),
    wayIn: 'request',
    inDirectory: true,
    owner: person('Mei Tanaka', 9),
  },
  '/api/clubs/members': {
    people: [
      { ...person('Mei Tanaka', 9), role: 'owner' },
      ...folk(names.slice(0, 4)).map((one, place) => ({ ...one, role: place === 0 ? 'admin' : 'member' })),
    ],
  },
  '/api/clubs/requests': { people: folk(names.slice(5, 7)) },
  '/api/clubs/invitations': { people: folk(names.slice(7, 9)) },
  '/api/clubs/banned': { people: folk(names.slice(9, 10)) },
  '/api/events/list': { events: [eventCard(61, 'Bees, balconies and the city', { hosting: true })] },
  '/api/people/following': { people: folk(names.slice(10, 14)) },
});
const eventCard = (number: number, title: string, more: Record<string, unknown> = {}) => ({
  event: id(number),
  title,
  startsAt: 1_796_407_200_000 + (number - 60) * 90_000_000,
  minutes: 60,
  zone: 'Europe/Berlin',
  host: person('Ines Duarte', 7),
  audience: 'everyone',
  cancelled: false,
  going: 41,
  hosting: false,
  ...more,
});

const settings: Replies = {
  '/api/accounts/me': { ...me, links: ['https://robin.example/'] },
  '/api/accounts/passkey-list': {
    passkeys: [
      { id: id(11), label: 'Firefox on Linux', synced: false, createdOn: '2026-03-14', usedOn: '2026-11-20' },
      { id: id(12), label: 'Chrome on Android', synced: true, createdOn: '2026-05-02' },
    ],
  },
  '/api/accounts/token-list': {
    tokens: [
      {
        id: id(21),
        label: 'Reading list',
        scopes: ['roomsRead', 'eventsRead', 'eventsWrite'],
        createdOn: '2026-09-01',
        usedOn: '2026-11-20',
        expiresOn: '2027-09-01',
      },
    ],
  },
  '/api/your-data/figures': {
    registered: 48_112,
    registeredSixDays: 1_204,
    liveRooms: 318,
    inRooms: 12_440,
    listeners: 10_871,
    minutes: 2_114_009,
  },
  '/api/accounts/session-list': {
    sessions: [
      { id: id(2), label: 'Firefox on Linux', createdOn: '2026-11-01', usedOn: '2026-11-21', here: true },
      { id: id(13), label: 'Chrome on Android', createdOn: '2026-10-11', usedOn: '2026-11-19', here: false },
    ],
  },
  '/api/notifications/settings': { zone: 'Europe/Berlin', quiet: { from: 1_320, to: 480 }, paused: false },
  '/api/people/profile': { ...profile('Robin Adeyemi'), self: true, listsPrivate: true },
  '/api/people/blocked': { people: folk(names.slice(3, 5)) },
  '/api/people/muted': { people: [] },
  '/api/safety/mine': mineReply,
};

export const appScenes: Readonly<Record<string, AppScene>> = {
  'sign-up': { path: '/sign-up', replies: {} },
  'sign-in': { path: '/sign-in', replies: {} },
  recover: { path: '/recover', replies: {} },
  ...Object.fromEntries(
    Object.entries(messagePaths).map(([scene, path]) => [
      scene,
      { path, replies: { '/api/accounts/me': me } },
    ]),
  ),
  ...safetyScenes({ me, id, person }),
  'start-member': { path: '/start', replies: { '/api/accounts/me': me } },
  'start-live': {
    path: '/',
    replies: {
      '/api/hallway/feed': {
        rooms: [card(1, 'Sunday coffee: what are you reading?', names.slice(0, 6), strangers)],
        more: false,
      },
    },
  },
  hallway: { path: '/', replies: { ...feed(some), '/api/notifications/unread': { unread: 3 } } },
  'hallway-newer': { path: '/', replies: feed(some), newer: true },
  'hallway-empty': { path: '/', replies: feed([]) },
  'hallway-offline': {
    path: '/',
    replies: { '/api/accounts/me': me, '/api/hallway/feed': refused('busy') },
  },
  'hallway-long': {
    path: '/',
    replies: feed([
      card(5, 'The quick brown fox and everything that it ever jumped over, '.repeat(2), longNames),
    ]),
  },
  'hallway-rtl': {
    path: '/',
    replies: feed([card(6, 'قهوة الأحد: ماذا تقرأون هذه الأيام؟', rtlNames), ...some]),
  },
  people: {
    path: '/people',
    replies: { '/api/accounts/me': me, '/api/people/suggestions': { people: folk(names.slice(0, 7)) } },
  },
  notices: {
    path: '/notices',
    replies: {
      '/api/accounts/me': me,
      '/api/notifications/mark-read': {},
      '/api/notifications/list': {
        unread: 2,
        rooms: [notice(1, false, { kind: 'onStage', from: person('Ines Duarte', 7), room: id(501) })],
        notifications: [
          notice(2, false, { kind: 'followed', from: person('Kofi Mensah', 8) }),
          notice(3, true, {
            kind: 'eventReminder',
            event: { event: id(60), title: 'Tape machines, live', startsAt: 1_790_003_600_000 },
          }),
          notice(4, true, {
            kind: 'clubInvited',
            from: person('Mei Tanaka', 9),
            club: { club: id(40), name: 'Urban gardeners' },
          }),
          notice(5, true, { kind: 'safety', about: 'reportAnswered' }),
        ],
      },
    },
  },
  'notices-empty': {
    path: '/notices',
    replies: {
      '/api/accounts/me': me,
      '/api/notifications/list': { unread: 0, rooms: [], notifications: [] },
    },
  },
  clubs: {
    path: '/clubs',
    replies: {
      '/api/accounts/me': me,
      '/api/clubs/mine': {
        clubs: [clubCard(40, 'Urban gardeners', 'owner'), clubCard(41, 'Night readers', 'member')],
      },
      '/api/clubs/directory': {
        clubs: [
          clubCard(42, 'First-time founders', 'none'),
          clubCard(43, 'نادي القراءة', 'requested'),
          clubCard(44, 'Slow radio', 'none'),
        ],
      },
    },
  },
  club: { path: `/club#${id(40)}`, replies: clubReplies('owner') },
  'club-outside': { path: `/club#${id(40)}`, replies: clubReplies('none') },
  'new-club': { path: '/new-club', replies: { '/api/accounts/me': me } },
  events: {
    path: '/events',
    replies: {
      '/api/accounts/me': me,
      '/api/events/list': {
        events: [
          eventCard(60, 'Tape machines, live', { mine: 'going' }),
          eventCard(61, 'Bees, balconies and the city', {
            hosting: true,
            club: { club: id(40), name: 'Urban gardeners' },
          }),
          eventCard(62, 'A reading that will not be', { cancelled: true, zone: 'Asia/Tokyo' }),
        ],
      },
      '/api/events/feeds': {
        feeds: [
          { feed: id(71), createdOn: '2026-10-02' },
          { feed: id(72), createdOn: '2026-11-01', club: { club: id(40), name: 'Urban gardeners' } },
        ],
      },
    },
  },
  event: {
    path: `/event#${id(60)}`,
    replies: {
      '/api/accounts/me': me,
      '/api/events/one': {
        ...eventCard(60, 'Tape machines, live', { mine: 'going', hosting: true }),
        description: 'Two reels, four tracks, no second take.\nBring headphones.',
        local: '2026-12-04T19:00',
        coHosts: [person('Kofi Mensah', 8)],
        asked: [person('Noor Bakir', 14)],
        askedToHost: false,
        remind: 15,
        mayStart: true,
      },
    },
  },
  'event-host': {
    path: `/event#${id(61)}`,
    replies: {
      '/api/accounts/me': me,
      '/api/people/following': { people: folk(names.slice(10, 14)) },
      '/api/events/one': {
        ...eventCard(61, 'Bees, balconies and the city', {
          hosting: true,
          host: { account: me.id, handle: me.handle, name: me.name },
        }),
        description: 'What flies where, and how to be a good neighbour to it.',
        local: '2026-12-05T19:00',
        coHosts: [person('Kofi Mensah', 8)],
        asked: [person('Noor Bakir', 14)],
        askedToHost: false,
        mayStart: false,
      },
    },
  },
  'new-event': { path: '/new-event', replies: { '/api/accounts/me': me } },
  'settings-profile': { path: '/settings', replies: settings },
  'settings-access': { path: '/settings#access', replies: settings },
  'settings-recovery': {
    path: '/settings#access',
    replies: {
      ...settings,
      '/api/accounts/me': { ...me, passkeys: 1, recovery: { code: true, usableAt: 1_790_100_000_000 } },
    },
  },
  'settings-fence': { path: '/settings#privacy', replies: settings },
  'settings-taste': { path: '/settings#taste', replies: settings },
  'settings-data': { path: '/settings#data', replies: settings },
  'settings-about': {
    path: '/settings#about',
    replies: { ...settings, '/api/accounts/me': { ...me, operator: true } },
    newer: true,
  },
  deleted: { path: '/deleted#1796407200000', replies: {} },
  check: { path: '/check', replies: {} },
  'settings-bells': { path: '/settings#bells', replies: settings },
  'settings-privacy': { path: '/settings#privacy', replies: settings },
  profile: { path: '/p#ines', replies: profileReplies(profile('Ines Duarte')) },
  'profile-warned': {
    path: '/p#ines',
    replies: profileReplies(
      profile('Ines Duarte', { blockedByFollowed: true, counts: undefined, listsPrivate: true }),
    ),
  },
  'profile-gone': { path: '/p#nobody', replies: profileReplies(refused('notFound')) },
};
