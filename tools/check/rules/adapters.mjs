import { packageOf, resolveImport } from '../tree.mjs';

/** @type {import('./index.mjs').Rule} */
export const adaptersAreLeaves = {
  name: 'adapters-are-leaves',
  teaches:
    'An adapter ties one port to one technology and nothing else, so that it can be replaced alone. ' +
    'What two adapters share belongs to the port; what drives an adapter takes it as an argument.',
  find: (tree) =>
    [...tree.files.values()].flatMap((module) => {
      const mine = adapterOf(module.path);
      if (!mine) return [];
      return module.imports.flatMap(({ specifier, line }) => {
        const target = resolveImport(tree, module.path, specifier);
        const theirs = target.kind === 'outside' || !target.path ? undefined : adapterOf(target.path);
        const sameHome =
          theirs &&
          packageOf(tree, module.path) ===
            packageOf(tree, target.kind === 'outside' ? '' : (target.path ?? ''));
        if (!theirs || !sameHome || theirs === mine) return [];
        return [{ file: module.path, line, what: `adapter ${last(mine)} imports adapter ${last(theirs)}` }];
      });
    }),
};

/** @param {string} path @returns {string | undefined} the folder (or the single file) of one technology */
function adapterOf(path) {
  const match = /^(.*\/adapters\/)([^/]+)/.exec(path);
  if (!match) return undefined;
  const technology = /** @type {string} */ (match[2]).replace(/(\.test)?\.[a-z]+$/, '');
  return technology === 'index' ? undefined : `${match[1]}${technology}`;
}

/** @param {string} path */
const last = (path) => path.split('/').at(-1);
