import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { sampleOffer } from './sample-offer.ts';

const read = (name: string) => readFileSync(new URL(`./offers/${name}.sdp`, import.meta.url), 'utf8');
const seeds = [sampleOffer(), read('chromium'), read('firefox')];

/** Values that have broken parsers before: too long, too many, overflowing, empty, of another grammar. */
const nasty = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '0',
    '-1',
    '4294967296',
    '99999999999999999999',
    '%s%n%x',
    '../..',
    '\u0000',
    '\u202e',
  ),
  fc.string({ maxLength: 40 }),
  fc.stringMatching(/^[A-Za-z0-9+/]{1,300}$/),
  fc.integer().map(String),
  fc.constantFrom('a', ':', '0:').chain((c) => fc.integer({ min: 1, max: 3000 }).map((n) => c.repeat(n))),
);

type Lines = readonly string[];
const at = (lines: Lines, n: number) => n % Math.max(1, lines.length);

/** One change of the text, at the level of the grammar: lines, words, values. */
const mutation: fc.Arbitrary<(lines: Lines) => Lines> = fc.oneof(
  fc.nat().map((n) => (lines: Lines) => lines.toSpliced(at(lines, n), 1)),
  fc.nat().map((n) => (lines: Lines) => lines.toSpliced(at(lines, n), 0, lines[at(lines, n)] ?? '')),
  fc.tuple(fc.nat(), fc.nat()).map(([n, m]) => (lines: Lines) => {
    const a = lines[at(lines, n)] ?? '';
    return lines.with(at(lines, n), lines[at(lines, m)] ?? '').with(at(lines, m), a);
  }),
  fc.tuple(fc.nat(), nasty).map(([n, value]) => (lines: Lines) => {
    const line = lines[at(lines, n)] ?? '';
    return lines.with(
      at(lines, n),
      line.replace(/[:=](?!.*[:=]).*$/, (end) => end[0] + value),
    );
  }),
  fc.tuple(fc.nat(), fc.nat(), nasty).map(([n, w, value]) => (lines: Lines) => {
    const words = (lines[at(lines, n)] ?? '').split(' ');
    return lines.with(at(lines, n), words.with(at(words, w), value).join(' '));
  }),
  fc.tuple(fc.nat(), fc.constantFrom('a', 'm', 'c', 'v', 'z'), nasty).map(
    ([n, type, value]) =>
      (lines: Lines) =>
        lines.toSpliced(at(lines, n), 0, `${type}=${value}`),
  ),
  // The values that do reach the native library.
  fc.stringMatching(/^[A-Za-z0-9+/]{4,256}$/).map((value) => replacing('a=ice-ufrag:', value)),
  fc.stringMatching(/^[A-Za-z0-9+/]{22,256}$/).map((value) => replacing('a=ice-pwd:', value)),
  fc
    .uint8Array({ minLength: 32, maxLength: 32 })
    .map((bytes) =>
      replacing('a=fingerprint:sha-256 ', [...bytes].map((b) => b.toString(16).padStart(2, '0')).join(':')),
    ),
  fc.stringMatching(/^[A-Za-z0-9_-]{1,16}$/).map((value) => replacing('a=mid:', value)),
  fc.integer({ min: 1, max: 0xffffffff }).map((value) => replacing('a=ssrc:', `${value} cname:x`)),
);

function replacing(prefix: string, value: string): (lines: Lines) => Lines {
  return (lines) => lines.map((line) => (line.startsWith(prefix) ? prefix + value : line));
}

/** Offers of browsers with a few things changed; about a third are still lawful. */
export const mutatedOffer: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...seeds), fc.array(mutation, { minLength: 1, maxLength: 4 }))
  .map(([seed, mutations]) =>
    mutations.reduce<Lines>((lines, mutate) => mutate(lines), seed.split('\r\n')).join('\r\n'),
  );
