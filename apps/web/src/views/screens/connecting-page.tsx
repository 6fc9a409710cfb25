import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { useClock } from '../../state/use-clock.ts';
import { useTitle } from '../../state/use-title.ts';
import { waitingWords } from '../../state/waiting-words.ts';
import { CalmScreen } from '../parts/calm-screen.tsx';

/** On the way in; the words change with the wait and are spoken as they do. */
export function ConnectingPage({ onCancel }: { onCancel: () => void }) {
  const { t } = useTranslation();
  useTitle(t('join.documentTitle'));
  const [since] = useState(() => Date.now());
  const now = useClock();
  const words = waitingWords(now - since);
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
        {spoken}
      </p>
    </CalmScreen>
  );
}
