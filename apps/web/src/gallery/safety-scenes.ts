import type { AppScene } from './app-scene.ts';

/** What scenes of the safety team are made of. */
type Kit = {
  readonly me: Record<string, unknown>;
  readonly id: (number: number) => string;
  readonly person: (name: string, number: number) => Record<string, unknown>;
};

/** 32 bytes that are alike. */
const hash = (number: number) => `${String.fromCharCode(65 + number).repeat(42)}A`;
const salt = `${'A'.repeat(21)}A`;

export function safetyScenes({ me, id, person }: Kit): Readonly<Record<string, AppScene>> {
  const operator = { '/api/accounts/me': { ...me, operator: true } };
  const known = (name: string, number: number, more: Record<string, unknown> = {}) => ({
    ...person(name, number),
    since: '2026-03-14',
    measures: 0,
    banned: false,
    ...more,
  });
  const card = (number: number, name: string, more: Record<string, unknown> = {}) => ({
    case: id(number + 800),
    urgency: 'soon',
    person: known(name, number),
    kinds: ['person'],
    reasons: ['harassment'],
    reporters: 1,
    evidence: 0,
    since: '2026-11-20',
    liveRooms: 0,
    claimedByMe: false,
    ...more,
  });
  const entry = (n: number, act: string, more: Record<string, unknown> = {}) => ({
    n,
    on: '2026-11-18',
    act,
    marks: { by: hash(1), of: hash(2), words: hash(3) },
    before: hash(4),
    hash: hash(5),
    by: { salt, shown: person('Robin Adeyemi', 1) },
    ...more,
  });
  const about = (name: string, number: number) => ({ of: { salt, shown: person(name, number) } });
  const words = (value: Record<string, unknown>) => ({ words: { salt, text: JSON.stringify(value) } });
  const first = card(31, 'Viktor Hale', {
    urgency: 'now',
    reasons: ['threats', 'hate'],
    kinds: ['person', 'room'],
    reporters: 4,
    evidence: 2,
    liveRooms: 1,
    person: known('Viktor Hale', 31, { measures: 1 }),
  });
  const reports = [
    {
      report: id(901),
      kind: 'person',
      reason: 'threats',
      words: 'He said that he knows where I live, and named the street.',
      on: '2026-11-21',
      times: 2,
      by: person('Ines Duarte', 7),
      evidence: { key: 1, bytes: 131_072 },
    },
    {
      report: id(902),
      kind: 'room',
      reason: 'hate',
      words: '',
      on: '2026-11-21',
      times: 1,
      by: person('Kofi Mensah', 8),
      title: 'Say what you want',
    },
  ];
  const whole = {
    ...first,
    claimedByMe: true,
    reports,
    rooms: [
      {
        room: id(501),
        title: 'Say what you want',
        people: 212,
        hidden: true,
        moderators: [person('Viktor Hale', 31)],
      },
    ],
    history: [
      entry(12, 'warned', {
        ...about('Viktor Hale', 31),
        ...words({ reason: 'harassment', note: 'Please read the rules once more.' }),
      }),
    ],
    devices: [],
  };
  return {
    'safety-queue': {
      path: '/safety',
      replies: {
        ...operator,
        '/api/safety/queue': {
          cases: [
            first,
            card(32, 'Long-winded Person with a Name that Goes on and on', {
              claimedBy: person('Mei Tanaka', 9),
              evidence: 1,
            }),
            card(33, 'مريم الزهراء', { urgency: 'later', reasons: ['spam', 'other'] }),
          ],
          total: 3,
          appeals: 1,
        },
        '/api/safety/case': whole,
        '/api/safety/evidence': { key: 1, sealed: 'AAAA' },
      },
    },
    'safety-queue-empty': {
      path: '/safety',
      replies: { ...operator, '/api/safety/queue': { cases: [], total: 0, appeals: 0 } },
    },
    'safety-bans': {
      path: '/safety#bans',
      replies: {
        ...operator,
        '/api/safety/bans': {
          bans: [
            {
              person: person('Viktor Hale', 31),
              reason: 'threats',
              note: 'Threats have no place here.',
              since: '2026-11-21',
              appeal: 'It was a joke between friends, and I am sorry.\nPlease listen to all of it.',
              answered: false,
            },
            {
              person: person('Spam Teapot', 34),
              reason: 'spam',
              note: '',
              since: '2026-11-02',
              until: 1_796_000_000_000,
              answered: false,
            },
          ],
        },
      },
    },
    'safety-log': {
      path: '/safety#log',
      replies: {
        ...operator,
        '/api/safety/log': {
          entries: [
            entry(3, 'banned', {
              ...about('Viktor Hale', 31),
              ...words({ reason: 'threats', note: 'Threats have no place here.', until: 1_796_000_000_000 }),
            }),
            entry(2, 'nothing', words({ reason: 'other', note: '' })),
            entry(1, 'keyMade'),
          ],
        },
      },
    },
    'safety-key': { path: '/safety#key', replies: { ...operator, '/api/safety/key': {} } },
    'safety-only': { path: '/safety', replies: { '/api/accounts/me': me } },
    banned: {
      path: `/banned#${'A'.repeat(43)}`,
      replies: {
        '/api/safety/ban': {
          reason: 'harassment',
          note: 'You shouted people down in three rooms, after a warning.',
          since: '2026-11-21',
          until: 1_796_000_000_000,
          appeal: 'possible',
        },
      },
    },
    'banned-waiting': {
      path: `/banned#${'A'.repeat(43)}`,
      replies: {
        '/api/safety/ban': { reason: 'spam', note: '', since: '2026-11-21', appeal: 'waiting' },
      },
    },
  };
}

/** For somebody's settings. */
export const mineReply = {
  decisions: [
    { act: 'warned', on: '2026-11-18', reason: 'harassment', note: 'Please let others finish.' },
    { act: 'promoted', on: '2026-10-02', note: '', club: 'Urban gardeners' },
  ],
  reports: [
    { kind: 'person', name: 'Viktor Hale', reason: 'threats', on: '2026-11-21', state: 'acted' },
    { kind: 'room', name: 'Say what you want', reason: 'hate', on: '2026-11-22', state: 'waiting' },
  ],
};
