// One search for everything that is looked at: captures are searched by their rule, all else by this.
import { type Canary, needlesOf } from '../evidence/needles.ts';
import { Scanner } from '../evidence/scanner.ts';

export type Found = { readonly what: string; readonly how: string; readonly where: string };

/** Needles of less than this are met by chance in a large memory or file. */
const LEAST_BYTES = 7;

export class Search {
  readonly #scanner: Scanner;

  /** @param least bytes of the shortest needle to look for */
  constructor(canaries: readonly Canary[], least = LEAST_BYTES) {
    this.#scanner = new Scanner(needlesOf(canaries).filter(({ bytes }) => bytes.length >= least));
  }

  /** Bytes that must be repeated from one chunk to the next, so that nothing is missed between them. */
  get overlap(): number {
    return this.#scanner.longest;
  }

  /** Each thing once for each place. */
  in(where: string, bytes: Uint8Array): Found[] {
    const found = new Map<string, Found>();
    this.#scanner.scan(bytes, ({ what, how }) => {
      if (!found.has(what)) found.set(what, { what, how, where });
    });
    return [...found.values()];
  }
}

export type Chunks = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** A long source, such as a file or a memory, in pieces that are searched with what joins them. */
export async function searchChunks(
  search: Search,
  where: string,
  chunks: Chunks,
): Promise<{ found: Found[]; bytes: number }> {
  const found = new Map<string, Found>();
  let tail: Buffer = Buffer.alloc(0);
  let bytes = 0;
  for await (const chunk of chunks) {
    const piece = Buffer.concat([tail, chunk]);
    for (const one of search.in(where, piece)) if (!found.has(one.what)) found.set(one.what, one);
    tail = Buffer.from(piece.subarray(Math.max(0, piece.length - search.overlap)));
    bytes += chunk.length;
  }
  return { found: [...found.values()], bytes };
}

/** A canary in the shapes in which a program would leave it: the same search has to find every one. */
export function planted(control: string): { readonly shape: string; readonly bytes: Buffer }[] {
  const plain = Buffer.from(control);
  return [
    { shape: 'text', bytes: plain },
    { shape: 'UTF-16', bytes: Buffer.from(control, 'utf16le') },
    { shape: 'hex', bytes: Buffer.from(plain.toString('hex')) },
    {
      shape: 'base64url',
      bytes: Buffer.from(Buffer.concat([Buffer.from('x'), plain]).toString('base64url')),
    },
    { shape: 'JSON', bytes: Buffer.from(JSON.stringify({ who: control })) },
  ].map(({ shape, bytes }) => ({
    shape,
    bytes: Buffer.concat([Buffer.from('\n# '), bytes, Buffer.from('\n')]),
  }));
}

/** True when the search finds the control in every shape: a search that is blind proves nothing. */
export const sees = (control: string, haystack: (shape: Buffer) => Uint8Array): boolean => {
  const search = new Search([{ what: 'control', text: control }]);
  return planted(control).every(({ bytes }) => search.in('control', haystack(bytes)).length > 0);
};
