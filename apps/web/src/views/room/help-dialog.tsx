import { useTranslation } from 'react-i18next';
import { Dialog } from '../../design/dialog.tsx';
import { useApp, usePrefs } from '../../state/use-store.ts';
import { useActs } from './room-acts.tsx';

const keys = [
  ['M', 'keyMute'],
  ['H', 'keyHand'],
  ['C', 'keyChat'],
  ['?', 'keyHelp'],
  ['Esc', 'keyEscape'],
] as const;

export function HelpDialog() {
  const { t } = useTranslation();
  const { prefs } = useApp();
  const { shortcuts } = usePrefs();
  const { panel, show } = useActs();
  return (
    <Dialog open={panel === 'help'} onOpenChange={() => show(undefined)} title={t('help.title')}>
      <h3 className="mt-4 font-semibold">{t('help.how')}</h3>
      <ul className="mt-1.5 grid list-disc gap-1.5 ps-5 text-soft">
        <li>{t('help.how1')}</li>
        <li>{t('help.how2')}</li>
        <li>{t('help.how3')}</li>
      </ul>
      <h3 className="mt-5 font-semibold">{t('help.keys')}</h3>
      <dl className="mt-1.5 grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
        {keys.map(([key, words]) => (
          <div key={key} className="contents">
            <dt>
              <kbd className="inline-flex min-w-9 justify-center rounded-lg border border-line-strong bg-sunken px-2 py-0.5 font-digits text-sm">
                {key}
              </kbd>
            </dt>
            <dd className="text-soft">{t(`help.${words}`)}</dd>
          </div>
        ))}
      </dl>
      <label className="mt-5 flex items-start gap-3 rounded-2xl bg-sunken p-4">
        <input
          type="checkbox"
          checked={shortcuts}
          onChange={(event) => prefs.set({ shortcuts: event.currentTarget.checked })}
          className="mt-1 size-4 accent-accent"
        />
        <span>
          <span className="block font-semibold">{t('help.shortcuts')}</span>
          <span className="block text-sm text-soft">{t('help.shortcutsHint')}</span>
        </span>
      </label>
    </Dialog>
  );
}
