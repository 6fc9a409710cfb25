// Who may import whom. Types count as well: a type is a dependency of the reader's mind.
import { isTest, packageOf, resolveImport } from '../tree.mjs';

const LIBRARIES = ['protocol', 'core', 'e2ee', 'client'];
const SERVICES = ['relay', 'control', 'social'];

/** @type {Record<string, readonly string[]>} what each may import; `e2ee/frame` allows that one door only */
const MAY_IMPORT = {
  protocol: [],
  core: ['protocol'],
  e2ee: ['protocol'],
  client: ['protocol', 'core', 'e2ee'],
  testkit: ['protocol', 'core'],
  relay: ['protocol', 'core'],
  control: ['protocol', 'core'],
  social: ['protocol', 'core'],
  web: ['protocol', 'client'],
  observatory: ['protocol', 'e2ee/frame'],
  server: [...LIBRARIES, ...SERVICES, 'observatory', 'bench'],
  // Not part of the product: they put the parts together as the server does, and measure or test them.
  bench: [...LIBRARIES, ...SERVICES, 'server', 'testkit', 'observatory'],
  e2e: [...LIBRARIES, ...SERVICES, 'server', 'testkit', 'observatory', 'bench'],
};

/** @type {Record<string, string>} the reason, where it says more than the table */
const BECAUSE = {
  'relay>e2ee': 'the relay never holds a key, and the import graph is the proof',
  'observatory>e2ee': 'the observatory reads captures: of e2ee it takes the frame format only',
};

/** @type {import('./index.mjs').Rule} */
export const layers = {
  name: 'layers',
  teaches:
    'Imports point one way: protocol <- core <- {client, control, relay, social}, protocol <- e2ee <- client <- web. ' +
    'Services never import each other; only apps/server puts them together. Take what you need as a port (an argument) instead.',
  find: (tree) =>
    [...tree.files.values()].flatMap((module) => {
      const from = shortName(packageOf(tree, module.path)?.name);
      if (!from) return [];
      return module.imports.flatMap(({ specifier, line }) => {
        const target = resolveImport(tree, module.path, specifier);
        const to = target.kind === 'package' ? shortName(target.name) : undefined;
        if (!to || target.kind !== 'package' || to === from) return [];
        const door = target.subpath === '.' ? to : `${to}${target.subpath.slice(1)}`;
        const allowed = [...(MAY_IMPORT[from] ?? []), ...(isTest(module.path) ? ['testkit'] : [])];
        if (allowed.includes(to) || allowed.includes(door)) return [];
        const why = BECAUSE[`${from}>${to}`] ?? sentenceFor(from, to);
        return [{ file: module.path, line, what: `${from} must not import ${door}: ${why}` }];
      });
    }),
};

/** @param {string} from @param {string} to */
function sentenceFor(from, to) {
  if (!MAY_IMPORT[from]) return `${from} has no place in the table of tools/check/rules/layers.mjs yet`;
  if (SERVICES.includes(from) && SERVICES.includes(to)) return 'services never import each other';
  if (SERVICES.includes(to)) return 'only apps/server composes services';
  if (to === 'testkit') return 'the testkit is for tests';
  const list = MAY_IMPORT[from];
  return list.length === 0
    ? `${from} imports none of our packages`
    : `${from} imports only ${list.join(', ')}`;
}

/** @param {string | undefined} name of the package */
const shortName = (name) => (name?.startsWith('@stoa/') ? name.slice('@stoa/'.length) : undefined);
