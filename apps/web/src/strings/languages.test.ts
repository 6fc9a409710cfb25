import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { chooseLanguage, languages } from './languages.ts';

type Texts = Map<string, string>;
function textsOf(node: unknown, path = '', into: Texts = new Map()): Texts {
  if (typeof node === 'string') return into.set(path.slice(1), node);
  for (const [key, value] of Object.entries(node as object)) textsOf(value, `${path}.${key}`, into);
  return into;
}

const plural = /_(zero|one|two|few|many|other)$/;
const variables = (text: string) => [...text.matchAll(/\{\{(.*?)\}\}/g)].map(([all]) => all).sort();
const english = textsOf(en);
const counted = new Set(
  [...english.keys()].filter((key) => plural.test(key)).map((key) => key.replace(plural, '')),
);

describe.each(languages)('the words in $name', ({ code, load }) => {
  it('are all there, with the plural forms of the language and none too many', async () => {
    const forms = new Intl.PluralRules(code).resolvedOptions().pluralCategories;
    const needed = [...english.keys()].filter((key) => !plural.test(key));
    for (const base of counted) needed.push(...forms.map((form) => `${base}_${form}`));
    expect([...textsOf(await load()).keys()].sort()).toEqual(needed.sort());
  });

  it('fill in the same values as the English ones', async () => {
    for (const [key, text] of textsOf(await load())) {
      expect(text.trim(), key).not.toBe('');
      const model = english.get(key) ?? english.get(key.replace(plural, '_other')) ?? '';
      const used = new Set(variables(text));
      // "One person" and "two people" may do without the digit.
      if (plural.test(key) && !key.endsWith('_other')) used.add('{{count, number}}');
      const wanted = new Set(variables(model));
      if (plural.test(key)) wanted.add('{{count, number}}');
      if (key.endsWith('_other') && !variables(model).includes('{{count, number}}'))
        wanted.delete('{{count, number}}');
      expect([...used].sort(), key).toEqual([...wanted].sort());
    }
  });
});

describe('the language of the app', () => {
  it('is the first wanted one that it has, else English', () => {
    expect(chooseLanguage(['xx', 'en-GB'])).toBe('en');
    expect(chooseLanguage([])).toBe('en');
    expect(chooseLanguage(['not a language'])).toBe('en');
  });
});
