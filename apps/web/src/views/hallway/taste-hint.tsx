import { Sparkles } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { Callout } from '../../design/callout.tsx';
import { noTaste } from '../../state/use-hallway.ts';
import { useApp, usePrefs } from '../../state/use-store.ts';
import { TasteChoice } from '../parts/taste-choice.tsx';

/** Asked once, after signing up: which rooms should come first? */
export function TasteHint() {
  const { t } = useTranslation();
  const { prefs } = useApp();
  const { taste, hintsSeen } = usePrefs();
  const [choosing, setChoosing] = useState(false);
  if (hintsSeen.includes('taste')) return null;
  const done = () => prefs.set({ hintsSeen: [...prefs.get().hintsSeen, 'taste'] });
  return (
    <section aria-label={t('taste.title')} className="mb-5 grid grid-cols-[minmax(0,1fr)] gap-4">
      {choosing ? (
        <>
          <TasteChoice taste={taste ?? noTaste} onChange={(next) => prefs.set({ taste: next })} />
          <Button look="primary" className="justify-self-start" onClick={done}>
            {t('taste.done')}
          </Button>
        </>
      ) : (
        <Callout
          tone="calm"
          icon={Sparkles}
          title={t('taste.title')}
          actions={
            <>
              <Button size="small" look="plain" onClick={() => setChoosing(true)}>
                {t('taste.choose')}
              </Button>
              <Button size="small" look="ghost" onClick={done}>
                {t('pwa.install.later')}
              </Button>
            </>
          }
        >
          <p>{t('taste.text')}</p>
        </Callout>
      )}
    </section>
  );
}
