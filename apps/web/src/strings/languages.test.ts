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
const variables = (text: string) => new Set([...text.matchAll(/\{\{(.*?)\}\}/g)].map(([all]) => all));

const numbers = [...Array(201).keys(), 1_000_000, 2_000_000];
/** "One person" and "two people" may do without the digit; a form for several numbers must say which. */
function standsForOneNumber(code: string, key: string): boolean {
  const form = plural.exec(key)?.[1];
  const rules = new Intl.PluralRules(code);
  return form !== undefined && numbers.filter((each) => rules.select(each) === form).length === 1;
}

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
      const word = standsForOneNumber(code, key);
      const sameForm = plural.test(key) && !word ? undefined : english.get(key);
      const model = sameForm ?? english.get(key.replace(plural, '_other')) ?? '';
      expect(text.trim() === '', `${key} is empty`).toBe(model === '');
      const used = variables(text);
      const wanted = variables(model);
      if (word) for (const each of [used, wanted]) each.delete('{{count, number}}');
      expect([...used].sort(), key).toEqual([...wanted].sort());
    }
  });
});

describe('the language of the app', () => {
  it('is the first wanted one that it has, else English', () => {
    expect(chooseLanguage(['xx', 'en-GB'])).toBe('en');
    expect(chooseLanguage(['xx', 'es-MX', 'en'])).toBe('es');
    expect(chooseLanguage(['ar-EG'])).toBe('ar');
    expect(chooseLanguage([])).toBe('en');
    expect(chooseLanguage(['not a language'])).toBe('en');
  });

  it('tells the two ways of writing Chinese apart, also by country', () => {
    expect(chooseLanguage(['zh'])).toBe('zh-Hans');
    expect(chooseLanguage(['zh-SG'])).toBe('zh-Hans');
    expect(chooseLanguage(['zh-TW'])).toBe('zh-Hant');
    expect(chooseLanguage(['zh-HK', 'en'])).toBe('zh-Hant');
    expect(chooseLanguage(['ja-JP'])).toBe('ja');
  });
});
