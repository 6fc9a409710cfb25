/** Scripts that write no spaces between words: cut into pairs (P41). */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}々ー]/u;
const word = /[\p{L}\p{M}\p{N}]+/gu;
// Combining accents (Latin, Greek, Cyrillic), Hebrew points, Arabic vowel signs and tatweel.
const dropped =
  /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]/gu;
const arabic: Readonly<Record<string, string>> = {
  '\u0649': '\u064a',
  '\u0629': '\u0647',
  '\u0671': '\u0627',
};

/** P40: what is equal for somebody who searches has one spelling here. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(dropped, '')
    .normalize('NFC')
    .toLowerCase()
    .normalize('NFKD')
    .replace(dropped, '')
    .normalize('NFC')
    .replace(/[\u0649\u0629\u0671]/gu, (char) => arabic[char] ?? char)
    .replace(/[\u30a1-\u30f6]/gu, (char) => String.fromCharCode(char.charCodeAt(0) - 0x60));
}

/** What a name is found by: words, and single characters and pairs of scripts without spaces. */
export function indexTerms(...texts: readonly string[]): readonly string[] {
  const terms = new Set<string>();
  for (const text of texts) {
    for (const run of runs(text)) {
      if (!run.unspaced) {
        terms.add(run.text);
        continue;
      }
      const chars = [...run.text];
      for (const [i, char] of chars.entries()) {
        terms.add(char);
        const next = chars[i + 1];
        if (next !== undefined) terms.add(char + next);
      }
    }
  }
  return [...terms];
}

export type QueryTerm = { readonly term: string; readonly prefix: boolean };

/** P44: one letter begins too many words to look at. */
const prefixFrom = 2;
/** More words than a name has ask for nothing more. */
const queryTermsAtMost = 12;

/** What must all be found in a name that answers the query. None: there is nothing to look for. */
export function queryTerms(text: string): readonly QueryTerm[] {
  const terms = new Map<string, QueryTerm>();
  for (const run of runs(text)) {
    if (!run.unspaced) {
      terms.set(run.text, { term: run.text, prefix: [...run.text].length >= prefixFrom });
      continue;
    }
    const chars = [...run.text];
    if (chars.length === 1) terms.set(run.text, { term: run.text, prefix: false });
    for (let i = 0; i + 1 < chars.length; i++) {
      const pair = chars[i]! + chars[i + 1]!;
      terms.set(pair, { term: pair, prefix: false });
    }
  }
  const all = [...terms.values()];
  const enough = all.filter(({ term }) => unspaced.test(term) || [...term].length >= prefixFrom);
  return (enough.length > 0 ? enough : all).slice(0, queryTermsAtMost);
}

/** Words in the sense of white space, split again where a script without spaces begins or ends. */
function* runs(text: string): Generator<{ text: string; unspaced: boolean }> {
  for (const [match] of fold(text).matchAll(word)) {
    let held = '';
    let kind: boolean | undefined;
    for (const char of match) {
      // A mark belongs to the character before it.
      const is: boolean = kind !== undefined && /\p{M}/u.test(char) ? kind : unspaced.test(char);
      if (kind !== undefined && is !== kind) {
        yield { text: held, unspaced: kind };
        held = '';
      }
      held += char;
      kind = is;
    }
    if (kind !== undefined) yield { text: held, unspaced: kind };
  }
}
