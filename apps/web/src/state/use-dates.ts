import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

/** A UTC day, `YYYY-MM-DD`, as people of the chosen language write it. */
export function useDay(): (day: string) => string {
  const { i18n } = useTranslation();
  return useMemo(() => {
    const format = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeZone: 'UTC' });
    return (day) => format.format(new Date(`${day}T00:00:00Z`));
  }, [i18n.language]);
}

/** A moment (Unix ms) in the person's own time. */
export function useMoment(): (ms: number) => string {
  const { i18n } = useTranslation();
  return useMemo(() => {
    const format = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
    return (ms) => format.format(ms);
  }, [i18n.language]);
}
