import { limits } from './limits.ts';

/**
 * One rule for everything people type that others read (names, titles): NFC, no control, bidirectional-override,
 * zero-width or private-use characters, inner white space folded to single spaces, at most so many code points.
 * Undefined when nothing readable is left or it is too long: too long is refused, never cut.
 */
export function cleanText(text: string, maxCodePoints: number): string | undefined {
  const cleaned = text
    .replace(/[\t\n\v\f\r]/gu, ' ')
    .replace(
      /[\p{Cc}\p{Co}\p{Cn}\p{Cs}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu,
      '',
    )
    // Only now: what was taken out may have kept letters and accents, or two spaces, apart.
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .trim();
  const length = [...cleaned].length;
  if (length > maxCodePoints || !/[\p{L}\p{N}\p{P}\p{S}]/u.test(cleaned)) return undefined;
  return cleaned;
}

export const cleanName = (text: string): string | undefined => cleanText(text, limits.nameCodePoints);
export const cleanTitle = (text: string): string | undefined => cleanText(text, limits.titleCodePoints);

/**
 * The same for texts of several lines: each line cleaned, at most one empty line in a row, none at the ends. An empty text
 * stays empty; undefined when it is too long.
 */
export function cleanLines(text: string, maxCodePoints: number): string | undefined {
  const lines: string[] = [];
  for (const raw of text.split(/\r\n?|\n/)) {
    const line = cleanText(raw, Number.POSITIVE_INFINITY) ?? '';
    if (line !== '' || (lines.length > 0 && lines.at(-1) !== '')) lines.push(line);
  }
  if (lines.at(-1) === '') lines.pop();
  const cleaned = lines.join('\n');
  return [...cleaned].length > maxCodePoints ? undefined : cleaned;
}
