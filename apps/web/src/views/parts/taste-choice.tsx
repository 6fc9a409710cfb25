import { languages, type Taste, tasteLimits, topics } from '@stoa/protocol/social';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Chips } from '../../design/chips.tsx';

/** What somebody likes to hear about, and in which languages. */
export function TasteChoice({ taste, onChange }: { taste: Taste; onChange: (taste: Taste) => void }) {
  const { t } = useTranslation();
  const named = useLanguageNames();
  return (
    <>
      <Chips
        legend={t('taste.topics')}
        options={topics.map((value) => ({ value, label: t(`topics.${value}`) }))}
        chosen={taste.topics}
        most={tasteLimits.topics}
        onChange={(chosen) => onChange({ ...taste, topics: chosen })}
      />
      <Chips
        legend={t('taste.languages')}
        options={named}
        chosen={taste.languages}
        most={tasteLimits.languages}
        onChange={(chosen) => onChange({ ...taste, languages: chosen })}
      />
    </>
  );
}

/** Each language as itself calls it: whoever speaks it finds it. */
export function useLanguageNames() {
  return useMemo(
    () =>
      languages.map((value) => ({
        value,
        label: new Intl.DisplayNames(value, { type: 'language' }).of(value) ?? value,
      })),
    [],
  );
}
