// The trust table: who can see what. A cell that is a promise names every check that it rests on.
import type { CheckId } from './checks.ts';

export const WATCHERS = ['path', 'relay', 'operator', 'others'] as const;
export type Watcher = (typeof WATCHERS)[number];
export const WATCHER_NAMES: Readonly<Record<Watcher, string>> = {
  path: 'observer on the path',
  relay: 'operator of the relay',
  operator: 'operator of the app',
  others: 'others in the room',
};

export type Cell = {
  readonly row: string;
  readonly watcher: Watcher;
  /** What the table says. */
  readonly says: string;
  /** All must hold. Without any, the cell says what can be seen and promises nothing. */
  readonly checks: readonly CheckId[];
};

const PATH_WORDS: readonly CheckId[] = ['path.ids', 'path.clear'];
const STORED: readonly CheckId[] = ['stored.log', 'stored.files', 'stored.database'];
const ROWS: readonly (readonly [
  row: string,
  cells: Readonly<Record<Watcher, readonly [says: string, checks: readonly CheckId[]]>>,
])[] = [
  [
    'sound',
    {
      path: ['no', ['path.sound', 'path.clear']],
      relay: ['no', ['relay.sound', 'people.hear']],
      operator: ['no', ['relay.sound', 'people.hear', 'server.memory']],
      others: ['yes, once admitted', ['people.hear']],
    },
  ],
  [
    'what is written, reactions',
    {
      path: ['no', PATH_WORDS.concat('people.write')],
      relay: ['no', ['server.words', 'relay.ids', 'people.write']],
      operator: ['no', ['server.words', 'people.write']],
      others: ['yes, once admitted', ['people.write']],
    },
  ],
  [
    'user id',
    {
      path: ['no', ['members.ids']],
      relay: ['no', ['members.relay']],
      operator: ['yes', []],
      others: ['yes', []],
    },
  ],
  [
    'display name',
    {
      path: ['no', PATH_WORDS],
      relay: ['no', ['server.names', 'relay.ids', 'relay.memory']],
      operator: ['yes', []],
      others: ['yes', ['people.see']],
    },
  ],
  [
    'room id',
    {
      path: ['no', [...PATH_WORDS, 'server.urls']],
      relay: ['a random handle per era', ['relay.ids', 'relay.memory']],
      operator: ['yes', []],
      others: ['yes', ['people.see']],
    },
  ],
  [
    'title of an open room',
    {
      path: ['no', PATH_WORDS],
      relay: ['no', ['relay.ids', 'relay.memory']],
      operator: ['yes', []],
      others: ['yes', ['people.see']],
    },
  ],
  [
    'title of a closed room',
    {
      path: ['no', PATH_WORDS],
      relay: ['no', ['relay.ids', 'relay.memory']],
      operator: ['no', ['server.titles', 'server.memory']],
      others: ['yes', ['people.see']],
    },
  ],
  [
    'who is in which room',
    {
      path: ['no id links flows', ['path.ids', 'path.lasting', 'server.lengths']],
      relay: ['pseudonyms only', ['server.names', 'relay.ids', 'relay.memory']],
      operator: ['in memory only, never stored', STORED],
      others: ['yes, the roster', ['people.see']],
    },
  ],
  [
    'who talks when',
    {
      path: ['no: constant size and rate', ['path.levels', 'path.sizes', 'path.times']],
      relay: ['pseudonym and a level of four steps', ['relay.level', 'relay.ids']],
      operator: ['no', ['server.talk', ...STORED]],
      others: ['yes', ['people.hear']],
    },
  ],
  [
    'network address',
    {
      path: ['yes', []],
      relay: ['yes, never stored', STORED],
      operator: ['yes, never stored', STORED],
      others: ['no', ['server.addresses']],
    },
  ],
  [
    'social graph',
    {
      path: ['no', ['members.ids']],
      relay: ['no', ['members.relay']],
      operator: ['yes', []],
      others: ['as the profile says', []],
    },
  ],
  [
    'that somebody uses it: anybody else',
    {
      path: ['nobody else is contacted', ['path.strangers']],
      relay: ['', []],
      operator: ['', []],
      others: ['', []],
    },
  ],
];

export const TRUST_TABLE: readonly Cell[] = ROWS.flatMap(([row, cells]) =>
  (Object.entries(cells) as [Watcher, readonly [string, readonly CheckId[]]][])
    .filter(([, [says]]) => says !== '')
    .map(([watcher, [says, checks]]) => ({ row, watcher, says, checks })),
);
