import { cleanLink } from '@stoa/client';

export type Piece = { readonly text: string; readonly href?: string };

const address = /https:\/\/[^\s<>"'`]+/giu;
// A sentence's own signs at the end are not the address's.
const trailing = /[.,;:!?)\]}»”’…]+$/u;

/** Text with the addresses in it as links; all of each address stands there to be read. */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const match of text.matchAll(address)) {
    const shown = match[0].replace(trailing, '');
    const url = cleanLink(shown);
    if (!url) continue;
    if (match.index > done) pieces.push({ text: text.slice(done, match.index) });
    pieces.push({ text: isPlain(shown, url) ? shown : url.href, href: url.href });
    done = match.index + shown.length;
  }
  if (done < text.length) pieces.push({ text: text.slice(done) });
  return pieces;
}

/** Does it show where it leads? Not with a host in look-alike letters, nor with signs that turn or hide others. */
const isPlain = (shown: string, { hostname }: URL): boolean =>
  shown.toLowerCase().startsWith(`https://${hostname}`) && !/\p{Cf}/u.test(shown);

export const firstLink = (text: string): string | undefined => piecesOf(text).find(({ href }) => href)?.href;

/** What stands after `https://`, to be judged before it is opened; other alphabets in their plain form. */
export const hostOf = (url: string): string => new URL(url).hostname;
