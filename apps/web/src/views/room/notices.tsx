import { CloudOff, LoaderCircle, ShieldAlert, TriangleAlert, Volume2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { Callout } from '../../design/callout.tsx';
import { noticesOf } from '../../state/notices.ts';
import { useClock } from '../../state/use-clock.ts';
import { useRoom, useRoomView } from '../../state/use-store.ts';
import { secondsUntil } from '../../state/waiting-words.ts';
import { useActs } from './room-acts.tsx';

/** What stands between the title and the stage until it is over, most urgent first. */
export function Notices() {
  const { t } = useTranslation();
  return (
    <section
      aria-label={t('room.notices')}
      className="mx-auto grid w-full max-w-6xl gap-3 px-4 pt-4 empty:hidden sm:px-6"
    >
      <ConnectionNotice />
      <SoundNotice />
      <MismatchNotice />
      <AlarmNotices />
    </section>
  );
}

function ConnectionNotice() {
  const { t } = useTranslation();
  const phase = useRoomView((view) => view.phase);
  const lost = phase.is === 'reconnecting' ? phase : undefined;
  const now = useClock(lost !== undefined);
  if (lost) {
    const seconds = secondsUntil(lost.nextTryAt, now);
    return (
      <Callout
        tone="warning"
        icon={CloudOff}
        title={
          <>
            {t('reconnecting.banner')}{' '}
            {/* The seconds are for eyes: a screen reader was told once that it is being tried. */}
            <span aria-hidden="true">
              {seconds === 0 ? t('reconnecting.now') : t('reconnecting.in', { count: seconds })}
            </span>
          </>
        }
      >
        <p className="text-soft">{t('reconnecting.hint')}</p>
      </Callout>
    );
  }
  if (phase.is !== 'live' || phase.media === 'connected') return null;
  return (
    <p className="inline-flex items-center gap-2 justify-self-start rounded-full bg-sunken px-4 py-1.5 text-sm font-semibold">
      <LoaderCircle aria-hidden="true" className="size-4 animate-spin" />
      {t(phase.media === 'connecting' ? 'reconnecting.mediaFirst' : 'reconnecting.media')}
    </p>
  );
}

function SoundNotice() {
  const { t } = useTranslation();
  const room = useRoom();
  const blocked = useRoomView((view) => view.sound === 'blocked');
  if (!blocked) return null;
  return (
    <Callout
      tone="calm"
      icon={Volume2}
      title={t('sound.title')}
      actions={
        <Button
          look="primary"
          size="large"
          icon={Volume2}
          onClick={() => void room.listen().catch(() => undefined)}
        >
          {t('sound.button')}
        </Button>
      }
    >
      <p className="text-soft">{t('sound.text')}</p>
    </Callout>
  );
}

function MismatchNotice() {
  const { t } = useTranslation();
  const mismatch = useRoomView((view) => view.mismatch);
  if (!mismatch) return null;
  return (
    <Callout tone="danger" icon={TriangleAlert} title={t('mismatch.title')}>
      <p className="text-soft">{t('mismatch.text', mismatch)}</p>
      <p>{t('mismatch.todo')}</p>
    </Callout>
  );
}

function AlarmNotices() {
  const { t } = useTranslation();
  const { show } = useActs();
  const alarms = useRoomView((view) => view.alarms);
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  return noticesOf(alarms, dismissed).map((notice) => (
    <div key={notice.key} role="alert">
      <Callout
        tone={notice.tone}
        icon={notice.tone === 'danger' ? ShieldAlert : TriangleAlert}
        title={t(`alarm.${notice.kind}.title`)}
        actions={
          notice.dismissable && (
            <>
              {notice.kind === 'keysRestarted' && (
                <Button look="primary" size="small" onClick={() => show('hear')}>
                  {t('alarm.compare')}
                </Button>
              )}
              <Button size="small" onClick={() => setDismissed(new Set([...dismissed, notice.key]))}>
                {t('alarm.dismiss')}
              </Button>
            </>
          )
        }
      >
        <p className="text-soft">{t(`alarm.${notice.kind}.text`)}</p>
        <p>{t(`alarm.${notice.kind}.todo`)}</p>
      </Callout>
    </div>
  ));
}
