/** @type {import('./index.mjs').Rule} */
export const environmentInConfig = {
  name: 'environment-in-config',
  teaches:
    'The environment is read in one place per program, a file named config.ts, checked there and passed on as values: ' +
    'so every setting can be listed, and a test sets it without touching the process.',
  find: (tree) =>
    [...tree.files.values()]
      .filter(({ path }) => !/(^|[/.])config\.ts$/.test(path))
      .flatMap((module) => [
        ...module.uses
          .filter(({ name, member }) => name === 'process' && member === 'env')
          .map(({ line }) => ({ file: module.path, line, what: 'process.env' })),
        ...module.imports
          .filter(({ specifier, names }) => /^(node:)?process$/.test(specifier) && names.includes('env'))
          .map(({ line }) => ({ file: module.path, line, what: 'env of node:process' })),
      ]),
};
