import type { Fence } from '@stoa/client';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

/** A country as the person's language calls it; the code itself where it has no name. */
export function useCountryName(): (code: string) => string {
  const { i18n } = useTranslation();
  const { language } = i18n;
  return useCallback(
    (code) => {
      try {
        return new Intl.DisplayNames(language, { type: 'region' }).of(code) ?? code;
      } catch {
        return code;
      }
    },
    [language],
  );
}

/** Several names in one phrase, as the person's language joins them. */
export function useJoined(): (names: readonly string[]) => string {
  const { i18n } = useTranslation();
  const { language } = i18n;
  return useCallback(
    (names) => new Intl.ListFormat(language, { type: 'conjunction' }).format(names),
    [language],
  );
}

/** A fence in one sentence; undefined when it forbids nothing. Operators that only stand in it as tags have no name. */
export function useFenceWords(): (fence: Fence) => string | undefined {
  const { t } = useTranslation();
  const country = useCountryName();
  const joined = useJoined();
  return ({ jurisdictions, operators }) => {
    const parts: string[] = [];
    if (jurisdictions) {
      const places =
        jurisdictions.names.length > 0 ? joined(jurisdictions.names.map(country)) : t('fence.nowhere');
      parts.push(t(jurisdictions.kind === 'only' ? 'fence.stays' : 'fence.avoids', { places }));
    }
    if (operators) {
      const named = operators.names.map((name) => (name.startsWith('#') ? t('fence.unnamed') : name));
      const names = joined([...new Set(named)]);
      parts.push(t(operators.kind === 'only' ? 'fence.operatorsOnly' : 'fence.operatorsNever', { names }));
    }
    return parts.length > 0 ? parts.join(' · ') : undefined;
  };
}
