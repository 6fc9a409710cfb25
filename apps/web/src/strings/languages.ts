import { bestLanguage } from './best-language.ts';
import type { en } from './en.ts';

/** All words of one language, in the shape of the English ones; plural forms are the language's own. */
export type Words = { readonly [Area in keyof typeof en]: unknown };

export type Language = {
  /** BCP 47. */
  readonly code: string;
  /** Its name in itself. */
  readonly name: string;
  readonly load: () => Promise<Words>;
};

/** English is part of the program; the others come when they are chosen. */
export const languages: readonly Language[] = [
  { code: 'en', name: 'English', load: async () => (await import('./en.ts')).en },
  { code: 'es', name: 'Español', load: async () => (await import('./es/index.ts')).es },
  { code: 'ar', name: 'العربية', load: async () => (await import('./ar/index.ts')).ar },
  { code: 'ja', name: '日本語', load: async () => (await import('./ja/index.ts')).ja },
  { code: 'zh-Hans', name: '简体中文', load: async () => (await import('./zh-hans/index.ts')).zhHans },
  { code: 'zh-Hant', name: '繁體中文', load: async () => (await import('./zh-hant/index.ts')).zhHant },
];

/** The first language that a person wants and the app has. */
export const chooseLanguage = (wanted: readonly string[]): string =>
  bestLanguage(
    languages.map(({ code }) => code),
    wanted,
  );
