import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en.ts';
import { languages } from './languages.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
    enableSelector: false;
  }
}

/** Synchronous: English is part of the program. React escapes, so i18next must not. */
void i18next.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: { translation: en } },
  interpolation: { escapeValue: false },
  initAsync: false,
});

/** Tells the document its language and reading direction. */
export function applyLanguage(root: HTMLElement): void {
  root.lang = i18next.language;
  root.dir = i18next.dir();
}

/** Rejects, and changes nothing, when the words cannot be fetched. */
export async function speak(code: string, root: HTMLElement): Promise<void> {
  const language = languages.find((each) => each.code === code);
  if (!language) return;
  if (!i18next.hasResourceBundle(code, 'translation'))
    i18next.addResourceBundle(code, 'translation', await language.load());
  await i18next.changeLanguage(code);
  applyLanguage(root);
}

export { i18next as i18n };
