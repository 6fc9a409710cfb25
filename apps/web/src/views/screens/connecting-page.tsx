import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { useClock } from '../../state/use-clock.ts';
import { useTitle } from '../../state/use-title.ts';
import { secondsUntil, waitingWords } from '../../state/waiting-words.ts';
import { CalmScreen } from '../parts/calm-screen.tsx';

/** On the way in; the words change with the wait and are spoken as they do. */
export function ConnectingPage({
  onCancel,
  fullUntil,
}: {
  onCancel: () => void;
  /** The server has no room just now; when it is asked again, ms since 1970. */
  fullUntil?: number | undefined;
}) {
  const { t } = useTranslation();
  useTitle(t('join.documentTitle'));
  const [since] = useState(() => Date.now());
  const now = useClock();
  const words = fullUntil === undefined ? waitingWords(now - since) : 'full';
  const seconds = fullUntil === undefined ? undefined : secondsUntil(fullUntil, now);
  // Two renders before the region has words: a region that appears with its text is often not spoken.
  const [spoken, setSpoken] = useState('');
  useEffect(() => setSpoken(t(`connecting.${words}`)), [words, t]);
  return (
    <CalmScreen
      heading={t('connecting.heading')}
      actions={
        <Button look="plain" size="large" onClick={onCancel}>
          {t('connecting.cancel')}
        </Button>
      }
    >
      <p role="status" className="min-h-[2lh]">
        {spoken} {/* The seconds are for eyes: a screen reader was told once that it is being tried. */}
        {seconds !== undefined && (
          <span aria-hidden="true">
            {seconds === 0 ? t('reconnecting.now') : t('reconnecting.in', { count: seconds })}
          </span>
        )}
      </p>
    </CalmScreen>
  );
}
