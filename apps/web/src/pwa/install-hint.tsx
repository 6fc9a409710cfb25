import { Smartphone } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../design/button.tsx';
import { Callout } from '../design/callout.tsx';
import { useApp, usePrefs } from '../state/use-store.ts';
import type { Install } from './install.ts';

/** Once, to people who have an account: the app can stand among the others of the device. */
export function InstallHint() {
  const { install } = useApp();
  const { hintsSeen } = usePrefs();
  return install && !hintsSeen.includes('install') ? <Hint install={install} dismissable /> : null;
}

export function Hint({ install, dismissable = false }: { install: Install; dismissable?: boolean }) {
  const { t } = useTranslation();
  const { prefs } = useApp();
  const state = useSyncExternalStore(install.subscribe, install.get);
  if (state === 'none') return null;
  const seen = () => prefs.set({ hintsSeen: [...prefs.get().hintsSeen, 'install'] });
  return (
    <div className="mt-8">
      <Callout
        tone="calm"
        icon={Smartphone}
        title={t('pwa.install.title')}
        actions={
          <>
            {state === 'offered' && (
              <Button size="small" look="primary" onClick={() => void install.ask().catch(() => undefined)}>
                {t('pwa.install.button')}
              </Button>
            )}
            {dismissable && (
              <Button size="small" look="ghost" onClick={seen}>
                {t('pwa.install.later')}
              </Button>
            )}
          </>
        }
      >
        <p>{t(state === 'byHand' ? 'pwa.install.byHand' : 'pwa.install.text')}</p>
      </Callout>
    </div>
  );
}
