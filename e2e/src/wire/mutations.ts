// Changes to the program that break a promise of the wire. They are made to the text of its modules while a test builds
// or loads them; the program itself has no switch for any of this.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export type Edit = {
  /** Path from the root of the repository. */
  readonly file: string;
  readonly find: string;
  readonly put: string;
};

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Throws unless the text to change is there, exactly once: a mutation that changes nothing would prove nothing. */
export function applyEdit(source: string, { file, find, put }: Edit): string {
  const places = source.split(find).length - 1;
  if (places !== 1) throw new Error(`A mutation of ${file} fits ${places} places instead of one: ${find}`);
  return source.replace(find, () => put);
}

/** Throws as applyEdit does, for the sources as they are now. */
export function checkEdits(edits: readonly Edit[]): void {
  for (const edit of edits) applyEdit(readFileSync(`${ROOT}${edit.file}`, 'utf8'), edit);
}

/** Environment that makes Node load modules with these edits. They are looked at when such a module is loaded. */
export function nodeMutation(edits: readonly Edit[]): Record<string, string> {
  checkEdits(edits);
  const hook = new URL('./mutate-node.mjs', import.meta.url).href;
  return { NODE_OPTIONS: `--import ${hook}?edits=${encodeURIComponent(JSON.stringify(edits))}` };
}

/** The same for a build by Vite; `applied` tells at its end whether each module came by. */
export function viteMutation(edits: readonly Edit[]) {
  const left = new Set(edits);
  return {
    name: 'mutation',
    enforce: 'pre' as const,
    transform(code: string, id: string) {
      let changed = code;
      for (const edit of edits) {
        if (id.split('?')[0] !== `${ROOT}${edit.file}`) continue;
        changed = applyEdit(changed, edit);
        left.delete(edit);
      }
      return changed === code ? undefined : { code: changed, map: null };
    },
    left,
  };
}
