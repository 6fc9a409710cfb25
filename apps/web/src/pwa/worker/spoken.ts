import { pwa as ar } from '../../strings/ar/pwa.ts';
import { bestLanguage } from '../../strings/best-language.ts';
import { pwa as en } from '../../strings/en/pwa.ts';
import { pwa as es } from '../../strings/es/pwa.ts';
import { pwa as ja } from '../../strings/ja/pwa.ts';
import { pwa as zhHans } from '../../strings/zh-hans/pwa.ts';
import { pwa as zhHant } from '../../strings/zh-hant/pwa.ts';
import { wordsCache } from './files.ts';

const all: Readonly<Record<string, typeof en>> = {
  en,
  es,
  ar,
  ja,
  'zh-Hans': zhHans,
  'zh-Hant': zhHant,
};
const slot = '/language';

export type Spoken = { readonly code: string; readonly words: typeof en };

/** The language that a page chose last, or the browser's. */
export async function spoken(caches: CacheStorage, wanted: readonly string[]): Promise<Spoken> {
  const kept = await (await (await caches.open(wordsCache)).match(slot))?.text();
  const code = kept !== undefined && Object.hasOwn(all, kept) ? kept : bestLanguage(Object.keys(all), wanted);
  return { code, words: all[code] ?? en };
}

/** Anything but a language that we have is forgotten. */
export async function keepLanguage(caches: CacheStorage, code: string): Promise<void> {
  if (!Object.hasOwn(all, code)) return;
  await (await caches.open(wordsCache)).put(slot, new Response(code));
}
