import { notifications } from '@stoa/protocol/social';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { Switch } from '../../design/switch.tsx';
import { useAct, useAnswer } from '../../state/use-answer.ts';
import { usePush } from '../../state/use-push.ts';
import { AnswerView } from '../parts/answer-view.tsx';
import { Section } from './section.tsx';

type Bells = z.output<typeof notifications.setSettings.body>;

/** Minutes since midnight. */
const usualNight = { from: 22 * 60, to: 8 * 60 };

/** When one is told, and where it rings. */
export function BellSettings() {
  const answer = useAnswer(notifications.settings, {});
  return (
    <>
      <PushHere />
      <AnswerView answer={answer} rows={2}>
        {(bells) => <Hours bells={bells} />}
      </AnswerView>
    </>
  );
}

function Hours({ bells }: { bells: Bells }) {
  const { t } = useTranslation();
  const act = useAct(notifications.setSettings, [notifications.settings]);
  const now = act.isPending ? (act.variables ?? bells) : bells;
  const { quiet, ...others } = now;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const set = (change: Partial<Bells>) => act.mutate({ ...now, zone, ...change });
  const setWithoutQuiet = () => act.mutate({ ...others, zone });
  return (
    <Section title={t('settingsPage.tabs.bells')}>
      <Switch label={t('settingsPage.pauseAll')} on={now.paused} onChange={(paused) => set({ paused })} />
      <Switch
        label={t('settingsPage.quiet')}
        hint={t('settingsPage.quietHint', { zone: now.zone })}
        on={quiet !== undefined}
        onChange={(on) => (on ? set({ quiet: usualNight }) : setWithoutQuiet())}
      />
      {quiet && (
        <div className="flex flex-wrap gap-5">
          <Minute
            label={t('settingsPage.from')}
            value={quiet.from}
            onChange={(from) => set({ quiet: { ...quiet, from } })}
          />
          <Minute
            label={t('settingsPage.to')}
            value={quiet.to}
            onChange={(to) => set({ quiet: { ...quiet, to } })}
          />
        </div>
      )}
    </Section>
  );
}

function Minute({
  label,
  value,
  onChange,
}: {
  label: string;
  value: number;
  onChange: (minute: number) => void;
}) {
  const two = (number: number) => String(number).padStart(2, '0');
  return (
    <label className="grid gap-1 font-semibold">
      {label}
      <input
        type="time"
        required
        value={`${two(Math.floor(value / 60))}:${two(value % 60)}`}
        onChange={(event) => {
          const [hours, minutes] = event.currentTarget.value.split(':').map(Number);
          if (hours !== undefined && minutes !== undefined) onChange(hours * 60 + minutes);
        }}
        className="min-h-12 rounded-2xl border border-line-strong bg-surface px-4 text-lg font-normal"
      />
    </label>
  );
}

function PushHere() {
  const { t } = useTranslation();
  const push = usePush();
  if (push.state === 'impossible') return null;
  return (
    <Section title={t('settingsPage.push')} text={t('settingsPage.pushHint')}>
      <Switch
        label={t('settingsPage.push')}
        on={push.state === 'on'}
        disabled={push.busy || push.state === 'denied'}
        onChange={(on) => void push.set(on)}
      />
      <p role="alert" className="font-semibold text-danger empty:hidden">
        {push.state === 'denied'
          ? t('settingsPage.pushDenied')
          : push.why
            ? t(`answers.refused.${push.why}`)
            : ''}
      </p>
    </Section>
  );
}
