// Readable parts of a binary message. Random bytes are readable for a while by chance, so lengths are chosen for one
// false alarm in some ten million messages.

export type Readable = {
  readonly kind: 'host name' | 'address' | 'text' | 'tag';
  readonly text: string;
  readonly at: number;
};

const HOST = /(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,6}[a-z]{2,12}(?![a-z0-9.-])/g;
const LEAST_HOST = 10;
const ADDRESS = /(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])/g;
const TEXT = /[\x20-\x7e]{22,}/g;
const TAG = /[A-Z0-9]{4,8}/g;
const LEAST_TAGGED = 3;

/** Words in capitals that several different messages have: the names of a protocol's fields. */
export function tagsOf(messages: readonly Uint8Array[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const message of messages) {
    const words = new Set(latin(message).match(TAG) ?? []);
    for (const word of words) if (/[A-Z]{3}/.test(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return new Set([...counts].filter(([, count]) => count >= LEAST_TAGGED).map(([word]) => word));
}

export function readableIn(message: Uint8Array, tags: ReadonlySet<string>): Readable[] {
  const text = latin(message);
  const found: Readable[] = [];
  const add = (kind: Readable['kind'], all: Iterable<RegExpMatchArray>) => {
    for (const match of all) found.push({ kind, text: match[0], at: match.index ?? 0 });
  };
  add('host name', [...text.matchAll(HOST)].filter(isHost));
  add('address', text.matchAll(ADDRESS));
  const named = (at: number, length: number) =>
    found.some((one) => one.at < at + length && at < one.at + one.text.length);
  add(
    'text',
    [...text.matchAll(TEXT)].filter((one) => isSaid(one[0]) && !named(one.index, one[0].length)),
  );
  add(
    'tag',
    [...text.matchAll(TAG)].filter((one) => tags.has(one[0]) && !named(one.index, one[0].length)),
  );
  return found;
}

/** Silence in G.711 and padding are letters too, but few different ones. */
const isSaid = (run: string): boolean => new Set(run).size >= 6;

/** A dot with letters on both sides comes by chance; a long name with a plausible end does not. */
const isHost = ([name]: RegExpMatchArray): boolean =>
  name.length >= LEAST_HOST &&
  name.split('.').every((label) => label.length >= 2) &&
  /[a-z]{3}/i.test(name) &&
  name === name.toLowerCase();

const latin = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
