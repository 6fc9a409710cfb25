import { resolveImport } from '../tree.mjs';

/** @type {import('./index.mjs').Rule} */
export const noCycles = {
  name: 'no-cycles',
  teaches:
    'Files that import each other in a circle can only be understood all at once. Move what both need into a third file, or pass it as an argument.',
  find(tree) {
    /** @type {Map<string, { to: string, line: number }[]>} */
    const edges = new Map();
    for (const module of tree.files.values()) {
      const targets = module.imports.map(({ specifier, line }) => {
        const target = resolveImport(tree, module.path, specifier);
        return { to: target.kind === 'outside' ? '' : (target.path ?? ''), line };
      });
      edges.set(
        module.path,
        targets.filter(({ to }) => tree.files.has(to)),
      );
    }
    return circles(edges).map((circle) => {
      const [first = '', second = first] = circle;
      const line = edges.get(first)?.find(({ to }) => to === second)?.line ?? 1;
      return { file: first, line, what: [...circle, first].join(' -> ') };
    });
  },
};

/**
 * One circle for each back edge of a depth-first walk: not all there are, but none exists without one being found.
 * @param {Map<string, { to: string }[]>} edges
 * @returns {string[][]}
 */
function circles(edges) {
  /** @type {string[][]} */
  const found = [];
  const done = new Set();
  /** @type {string[]} */
  const path = [];
  /** @param {string} file */
  const walk = (file) => {
    const at = path.indexOf(file);
    if (at >= 0) found.push(path.slice(at));
    if (at >= 0 || done.has(file)) return;
    path.push(file);
    for (const { to } of edges.get(file) ?? []) walk(to);
    path.pop();
    done.add(file);
  };
  for (const file of edges.keys()) walk(file);
  return found;
}
