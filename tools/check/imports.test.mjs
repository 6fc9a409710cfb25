import { describe, expect, test } from 'vitest';
import { findAll, RULES } from './rules/index.mjs';
import { treeOf } from './tree.mjs';

/** A small tree in the shape of the real one. @param {Record<string, string>} files @returns {string[]} `rule file:line` */
function findingsIn(files) {
  const packages = {
    'packages/protocol/package.json': { name: '@stoa/protocol', exports: { '.': './src/index.ts' } },
    'packages/core/package.json': { name: '@stoa/core', exports: { './room': './src/room/index.ts' } },
    'packages/e2ee/package.json': {
      name: '@stoa/e2ee',
      exports: { '.': './src/index.ts', './frame': './src/frame/index.ts' },
    },
    'packages/client/package.json': { name: '@stoa/client', exports: { '.': './src/index.ts' } },
    'packages/testkit/package.json': { name: '@stoa/testkit', exports: { '.': './src/index.ts' } },
    'services/relay/package.json': { name: '@stoa/relay', exports: { '.': './src/index.ts' } },
    'services/control/package.json': { name: '@stoa/control', exports: { '.': './src/index.ts' } },
    'apps/server/package.json': { name: '@stoa/server' },
    'apps/web/package.json': { name: '@stoa/web' },
    'apps/observatory/package.json': { name: '@stoa/observatory' },
  };
  const all = {
    ...Object.fromEntries(Object.entries(packages).map(([path, json]) => [path, JSON.stringify(json)])),
    ...files,
  };
  return findAll(treeOf(new Map(Object.entries(all)))).map(
    ({ rule, file, line }) => `${rule} ${file}:${line}`,
  );
}

const ROOM = 'packages/core/src/room/step.ts';
const ADAPTER = 'services/relay/src/adapters';

/** @type {[name: string, finding: string, files: Record<string, string>][]} */
const BAD = [
  [
    'relay takes e2ee',
    'layers services/relay/src/a.ts:1',
    { 'services/relay/src/a.ts': "import { open } from '@stoa/e2ee/frame';" },
  ],
  [
    'relay takes a type of e2ee',
    'layers services/relay/src/a.ts:2',
    { 'services/relay/src/a.ts': "\nimport type { Key } from '@stoa/e2ee';" },
  ],
  [
    'a type by import()',
    'layers services/relay/src/a.ts:1',
    { 'services/relay/src/a.ts': "let k: import('@stoa/e2ee').Key;" },
  ],
  [
    'loaded at run time',
    'layers services/relay/src/a.ts:1',
    { 'services/relay/src/a.ts': "await import('@stoa/e2ee');" },
  ],
  [
    'service takes service',
    'layers services/control/src/a.ts:1',
    { 'services/control/src/a.ts': "import { x } from '@stoa/relay';" },
  ],
  [
    'web composes a service',
    'layers apps/web/src/a.tsx:1',
    { 'apps/web/src/a.tsx': "import { x } from '@stoa/control'; <b />;" },
  ],
  [
    'protocol looks up',
    'layers packages/protocol/src/a.ts:1',
    { 'packages/protocol/src/a.ts': "import { x } from '@stoa/core/room';" },
  ],
  [
    'observatory takes keys',
    'layers apps/observatory/src/a.ts:1',
    { 'apps/observatory/src/a.ts': "import { x } from '@stoa/e2ee';" },
  ],
  [
    'testkit outside a test',
    'layers services/relay/src/a.ts:1',
    { 'services/relay/src/a.ts': "import { x } from '@stoa/testkit';" },
  ],
  [
    'past the doors of a package',
    'no-deep-imports apps/server/src/a.ts:1',
    { 'apps/server/src/a.ts': "import '@stoa/core/room/step';" },
  ],
  [
    'over the fence',
    'no-deep-imports apps/server/src/a.ts:1',
    { 'apps/server/src/a.ts': "import '../../../packages/core/src/x.ts';" },
  ],
  [
    'export *',
    'no-export-all packages/core/src/room/index.ts:1',
    { 'packages/core/src/room/index.ts': "export * from './x.ts';" },
  ],
  [
    'a circle',
    'no-cycles services/relay/src/a.ts:1',
    {
      'services/relay/src/a.ts': "import './b.ts';",
      'services/relay/src/b.ts': "import './c.ts';",
      'services/relay/src/c.ts': "import type { X } from './a.ts';",
    },
  ],
  [
    'adapter takes adapter',
    `adapters-are-leaves ${ADAPTER}/ipc/a.ts:1`,
    { [`${ADAPTER}/ipc/a.ts`]: "import '../udp/b.ts';", [`${ADAPTER}/udp/b.ts`]: '' },
  ],
  [
    'environment',
    'environment-in-config services/relay/src/a.ts:1',
    { 'services/relay/src/a.ts': 'f(process.env.PORT);' },
  ],
  [
    'environment by brackets',
    'environment-in-config services/relay/src/a.ts:1',
    { 'services/relay/src/a.ts': "f(process['env']);" },
  ],
  [
    'environment by import',
    'environment-in-config services/relay/src/a.ts:1',
    { 'services/relay/src/a.ts': "import { env } from 'node:process';" },
  ],
  [
    'a vague name',
    'module-names services/relay/src/room-utils.ts:1',
    { 'services/relay/src/room-utils.ts': '' },
  ],
  [
    'a vague folder',
    'module-names packages/core/src/helpers/a.ts:1',
    { 'packages/core/src/helpers/a.ts': '' },
  ],
  ['broken code', 'readable services/relay/src/a.ts:1', { 'services/relay/src/a.ts': 'const = ;' }],
  ...[
    'Date.now()',
    'new Date()',
    'const { now } = Date',
    'performance.now()',
    'setTimeout(f, 1)',
    'Math.random()',
    'crypto.getRandomValues(b)',
    'crypto.randomUUID()',
    'globalThis.fetch',
    'f(document.title)',
    'const o = { console }',
    'f(Math["random"])',
    'crypto.subtle',
    "import { hash } from 'node:crypto'",
    "import { hash } from 'crypto'",
    "import { randomBytes } from '@noble/hashes/utils.js'",
  ].map(
    (code) =>
      /** @type {[string, string, Record<string, string>]} */ ([code, `pure ${ROOM}:1`, { [ROOM]: code }]),
  ),
  [
    'chance in keys',
    'pure packages/e2ee/src/keys/a.ts:1',
    { 'packages/e2ee/src/keys/a.ts': 'crypto.getRandomValues(b)' },
  ],
  [
    'a timer in the session',
    'pure packages/client/src/session/a.ts:1',
    { 'packages/client/src/session/a.ts': 'setInterval(f, 1)' },
  ],
];

describe('each rule finds what it forbids', () => {
  test.each(BAD)('%s', (_name, finding, files) => {
    expect(findingsIn(files)).toEqual([finding]);
  });

  test('no rule is left without a bad example', () => {
    const shown = new Set(BAD.map(([, finding]) => finding.split(' ')[0]));
    expect(RULES.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual([]);
  });
});

/** @type {[name: string, files: Record<string, string>][]} */
const GOOD = [
  [
    'the way down',
    {
      'services/relay/src/a.ts': "import { x } from '@stoa/core/room';",
      'packages/core/src/room/index.ts': '',
    },
  ],
  [
    'the frame format in the observatory',
    { 'apps/observatory/src/a.ts': "import { x } from '@stoa/e2ee/frame';" },
  ],
  ['the server composes', { 'apps/server/src/a.ts': "import '@stoa/relay'; import '@stoa/control';" }],
  ['testkit in a test', { 'services/relay/src/a.test.ts': "import { x } from '@stoa/testkit';" }],
  ['config.ts', { 'services/relay/src/config.ts': 'export const port = process.env.PORT;' }],
  ['service-worker', { 'apps/web/src/service-worker.ts': '' }],
  [
    'WebCrypto in keys',
    { 'packages/e2ee/src/keys/a.ts': "crypto.subtle.importKey('raw', b, 'HKDF', false, [])" },
  ],
  ['a clock in a test of core', { 'packages/core/src/room/a.test.ts': 'Date.now()' }],
  ['a clock in the shell', { 'services/relay/src/a.ts': 'Date.now()' }],
  ...[
    'Date.UTC(2026, 1)',
    'new Date(now)',
    'Math.max(1, 2)',
    'const f = (performance: number) => performance + 1',
    'type T = Window',
    'const { self } = room; f(self)',
    'f(x.document, x.console.log)',
    'const o = { fetch: 1, setTimeout() {} }',
    'const history = []; history.push(1)',
    'class A { process(): void {} }',
    'function f(location: string) { return location }',
    'try {} catch (screen) { f(screen) }',
  ].map((code) => /** @type {[string, Record<string, string>]} */ ([code, { [ROOM]: code }])),
];

describe('what is allowed stays silent', () => {
  test.each(GOOD)('%s', (_name, files) => {
    expect(findingsIn(files)).toEqual([]);
  });
});
