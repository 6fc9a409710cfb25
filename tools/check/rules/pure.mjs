// Code whose result depends on its arguments alone: the same inputs replay the same run, in virtual time.
import { builtinModules } from 'node:module';
import { isTest } from '../tree.mjs';

/** @type {readonly { folder: RegExp, subtle: boolean }[]} subtle: WebCrypto's pure part may be used */
const PURE = [
  { folder: /^packages\/(core|protocol)\//, subtle: false },
  { folder: /^packages\/e2ee\/src\/(frame|keys|admission)\//, subtle: true },
  { folder: /^packages\/client\/src\/session\//, subtle: false },
];

/** @type {Record<string, readonly string[]>} why each name is refused */
const OUTER = {
  'a clock': ['performance', 'Temporal'],
  'a timer': [
    'setTimeout',
    'setInterval',
    'setImmediate',
    'queueMicrotask',
    'requestAnimationFrame',
    'requestIdleCallback',
    'clearTimeout',
    'clearInterval',
    'AbortSignal',
    'scheduler',
  ],
  "Node's": ['process', 'Buffer', 'require', '__dirname', '__filename', 'global'],
  'the outer world': [
    'globalThis',
    'window',
    'self',
    'document',
    'navigator',
    'location',
    'history',
    'screen',
    'console',
    'alert',
    'fetch',
    'XMLHttpRequest',
    'WebSocket',
    'WebTransport',
    'EventSource',
    'localStorage',
    'sessionStorage',
    'indexedDB',
    'caches',
    'Worker',
    'SharedWorker',
    'MessageChannel',
    'BroadcastChannel',
    'postMessage',
    'EventTarget',
    'CustomEvent',
    'addEventListener',
    'RTCPeerConnection',
    'RTCRtpScriptTransform',
    'MediaStream',
    'Audio',
    'AudioContext',
    'Notification',
    'HTMLElement',
  ],
};
const REFUSED = new Map(Object.entries(OUTER).flatMap(([why, names]) => names.map((name) => [name, why])));
const CHANCE = /^random|^getRandom|^secureRandom/i;

/** @type {import('./index.mjs').Rule} */
export const pureCode = {
  name: 'pure',
  teaches:
    'core, protocol, e2ee/{frame,keys,admission} and client/session use no clock, chance, timer, Node or DOM: ' +
    'take the time, the random bytes or a port as an argument, so that every run can be replayed from its inputs.',
  find: (tree) =>
    [...tree.files.values()].flatMap((module) => {
      const rules = PURE.find(({ folder }) => folder.test(module.path));
      if (!rules || isTest(module.path)) return [];
      const places = [
        ...module.uses.map((use) => ({ line: use.line, what: wrongUse(use, rules.subtle) })),
        ...module.imports.map((found) => ({ line: found.line, what: wrongImport(found) })),
      ];
      return places.flatMap(({ line, what }) => (what ? [{ file: module.path, line, what }] : []));
    }),
};

/** @param {import('../read-module.mjs').Use} use @param {boolean} subtle */
function wrongUse({ name, member, call }, subtle) {
  if (name === 'Date') {
    return call === 'new' || member === 'UTC' || member === 'parse'
      ? undefined
      : `Date${member ? `.${member}` : ''} is a clock`;
  }
  if (name === 'Math')
    return member === undefined || member === 'random' ? 'Math.random is chance' : undefined;
  if (name === 'crypto') {
    if (member === 'subtle' && subtle) return undefined;
    return member === 'subtle'
      ? 'crypto.subtle belongs to e2ee'
      : `crypto${member ? `.${member}` : ''} is chance`;
  }
  const why = REFUSED.get(name);
  return why && `${name} is ${why}`;
}

/** @param {import('../read-module.mjs').Import} found */
function wrongImport({ specifier, names, typeOnly }) {
  if (specifier.startsWith('node:') || builtinModules.includes(specifier)) return `${specifier} is Node's`;
  const chance = typeOnly ? undefined : names.find((name) => CHANCE.test(name));
  return chance && !specifier.startsWith('.') && !specifier.startsWith('@stoa/')
    ? `${chance} of ${specifier} is chance`
    : undefined;
}
