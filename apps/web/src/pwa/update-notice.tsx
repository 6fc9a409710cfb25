import { RefreshCw } from 'lucide-react';
import { lazy, Suspense, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../design/button.tsx';
import { Callout } from '../design/callout.tsx';
import { useApp, useVisit } from '../state/use-store.ts';
import type { Program } from './app-program.ts';

// Rarely needed: not for the first screen to wait for.
const Confirm = lazy(async () => ({ default: (await import('../design/dialog.tsx')).Confirm }));

/** Says that a newer version waits. Taking it is the person's choice, and takes nobody out of a room unasked. */
export function UpdateNotice() {
  const { program } = useApp();
  return program ? <Waiting program={program} /> : null;
}

function Waiting({ program }: { program: Program }) {
  const { t } = useTranslation();
  const visit = useVisit();
  const state = useSyncExternalStore(program.subscribe, program.get);
  const [asking, setAsking] = useState(false);
  if (state !== 'newer') return null;
  const inRoom = visit.is === 'in' || visit.is === 'starting';
  return (
    <div role="status" className="mb-4">
      <Callout
        tone="calm"
        icon={RefreshCw}
        title={t('pwa.update.title')}
        actions={
          <>
            <Button size="small" look="primary" onClick={() => (inRoom ? setAsking(true) : program.update())}>
              {t('pwa.update.reload')}
            </Button>
            <Button size="small" look="ghost" onClick={program.later}>
              {t('pwa.update.later')}
            </Button>
          </>
        }
      >
        <p>{t('pwa.update.text')}</p>
      </Callout>
      {asking && (
        <Suspense>
          <Confirm
            open
            onOpenChange={setAsking}
            title={t('pwa.update.inRoomTitle')}
            text={t('pwa.update.inRoomText')}
            yes={t('pwa.update.inRoomYes')}
            onYes={program.update}
          />
        </Suspense>
      )}
    </div>
  );
}
