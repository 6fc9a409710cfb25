import { nearest } from './nearest.ts';

/** One line of a settings file. */
export type FileEntry = { readonly key: string; readonly value: string; readonly line: number };

/**
 * Reads a settings file: `key = value` a line, `#` begins a comment at the start of a line or after a space, and a value
 * that holds ` #` or ends in spaces stands in double quotes, in which `\"` and `\\` are the only escapes.
 */
export function parseSettingsFile(text: string): { entries: FileEntry[]; mistakes: string[] } {
  const entries: FileEntry[] = [];
  const mistakes: string[] = [];
  const seen = new Map<string, number>();
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  for (const [index, raw] of lines.entries()) {
    const line = index + 1;
    const trimmed = raw.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const match = /^([\w-]+)\s*=\s*(.*)$/.exec(trimmed);
    const value = match ? unquoted(match[2]!) : undefined;
    if (!match || value === undefined) {
      mistakes.push(`Line ${line} is not of the form key = value.`);
      continue;
    }
    const key = match[1]!;
    const first = seen.get(key);
    if (first !== undefined) mistakes.push(`Line ${line} sets ${key} again, after line ${first}.`);
    seen.set(key, line);
    entries.push({ key, value, line });
  }
  return { entries, mistakes };
}

function unquoted(text: string): string | undefined {
  if (!text.startsWith('"')) return text.replace(/\s+#.*$/, '').replace(/^#.*$/, '');
  const quoted = /^"((?:[^"\\]|\\["\\])*)"\s*(?:#.*)?$/.exec(text);
  return quoted?.[1]?.replace(/\\(["\\])/g, '$1');
}

/** What is wrong with a name that nobody knows, and which one was probably meant. */
export function unknownName(where: string, name: string, names: readonly string[]): string {
  const meant = nearest(name, names);
  return `${where}${name} is not a setting${meant === undefined ? '.' : `: did you mean ${meant}?`}`;
}
