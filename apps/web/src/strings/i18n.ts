import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
    enableSelector: false;
  }
}

/** Synchronous: the words are part of the program, nothing is fetched. React escapes, so i18next must not. */
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

export { i18next as i18n };
