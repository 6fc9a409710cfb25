import { packageOf, resolveImport } from '../tree.mjs';

/** @type {import('./index.mjs').Rule} */
export const noDeepImports = {
  name: 'no-deep-imports',
  teaches:
    'Another package is used through the doors its package.json declares in "exports", so that its rooms can be rearranged. ' +
    'Export what is missing from one of them.',
  find: (tree) =>
    [...tree.files.values()].flatMap((module) =>
      module.imports.flatMap(({ specifier, line }) => {
        const target = resolveImport(tree, module.path, specifier);
        const home = packageOf(tree, module.path);
        if (target.kind === 'package') {
          // A package may name itself in its own tests, through the same doors as everybody.
          return target.path
            ? []
            : [{ file: module.path, line, what: `${target.name} does not export "${target.subpath}"` }];
        }
        if (target.kind !== 'file' || !home || target.path.startsWith(`${home.folder}/`)) return [];
        return [{ file: module.path, line, what: `"${specifier}" leaves ${home.folder}` }];
      }),
    ),
};

/** @type {import('./index.mjs').Rule} */
export const noExportAll = {
  name: 'no-export-all',
  teaches: 'Name what you export: `export *` hides what a package offers and makes every addition public.',
  find: (tree) =>
    [...tree.files.values()].flatMap((module) =>
      module.imports
        .filter(({ kind }) => kind === 'export-all')
        .map(({ specifier, line }) => ({ file: module.path, line, what: `export * from "${specifier}"` })),
    ),
};
