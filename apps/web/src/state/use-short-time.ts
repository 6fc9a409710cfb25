import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

/** The time of today, the day of what is longer ago. */
export function useShortTime(): (ms: number) => string {
  const { i18n } = useTranslation();
  return useMemo(() => {
    const time = new Intl.DateTimeFormat(i18n.language, { hour: 'numeric', minute: '2-digit' });
    const day = new Intl.DateTimeFormat(i18n.language, { day: 'numeric', month: 'short' });
    return (ms) => (isSameDay(ms, Date.now()) ? time : day).format(ms);
  }, [i18n.language]);
}

export const isSameDay = (a: number, b: number): boolean =>
  new Date(a).toDateString() === new Date(b).toDateString();
