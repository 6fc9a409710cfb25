const VAGUE = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'manager', 'service']);
// A browser's own word for a thing of its own.
const FIXED_TERMS = /service-worker/g;

/** @type {import('./index.mjs').Rule} */
export const moduleNames = {
  name: 'module-names',
  teaches:
    'A name says what a file is about. utils, helpers, common, manager and service fit everything, so everything ends up there: name the one idea.',
  find: (tree) =>
    [...tree.files.keys()].flatMap((file) => {
      const words = file.replace(FIXED_TERMS, '').split(/[/.\-_]/);
      const vague = words.filter((word) => VAGUE.has(word.toLowerCase()));
      return vague.map((word) => ({ file, line: 1, what: `"${word}" says nothing about what is inside` }));
    }),
};
