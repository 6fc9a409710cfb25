import { Hand, LogOut, Mic, MicOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { useRoom, useRoomView } from '../../state/use-store.ts';
import { RoomMenu } from './room-menu.tsx';
import { useHand } from './use-hand.ts';
import { useMicrophone } from './use-microphone.ts';

/** What this person can do, always in reach of the thumb: leave, the one big button of its role, and the rest. */
export function Dock() {
  const { t } = useTranslation();
  const room = useRoom();
  const role = useRoomView((view) => view.me?.role);
  return (
    <section
      aria-label={t('room.controls')}
      className="sticky bottom-0 z-20 border-t border-line bg-surface px-3 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:px-6"
    >
      {role === 'listener' && <QueueNote />}
      <div className="mx-auto grid max-w-6xl grid-cols-[1fr_auto_1fr] items-center gap-2">
        <Button
          look="soft"
          icon={LogOut}
          aria-label={t('room.leave')}
          className="justify-self-start px-3.5! sm:px-5!"
          onClick={() => room.leave()}
        >
          <span className="hidden min-[23rem]:inline md:hidden">{t('room.leaveShort')}</span>
          <span className="hidden md:inline">{t('room.leave')}</span>
        </Button>
        {role === 'listener' ? <HandButton /> : <MuteButton />}
        <div className="justify-self-end">
          <RoomMenu />
        </div>
      </div>
    </section>
  );
}

function MuteButton() {
  const { t } = useTranslation();
  const { muted, asking, toggle } = useMicrophone();
  return (
    <Button
      look={muted ? 'primary' : 'live'}
      size="large"
      icon={muted ? MicOff : Mic}
      aria-label={asking ? t('mic.asking') : t(muted ? 'mic.unmuteLabel' : 'mic.muteLabel')}
      disabled={asking}
      onClick={toggle}
      className="min-w-36"
    >
      {asking ? t('mic.asking') : t(muted ? 'mic.unmute' : 'mic.mute')}
    </Button>
  );
}

function HandButton() {
  const { t } = useTranslation();
  const { up, frozen, toggle } = useHand();
  return (
    <Button
      look={up ? 'live' : 'primary'}
      size="large"
      icon={Hand}
      aria-label={t(up ? 'hands.lowerLabel' : 'hands.raiseLabel')}
      disabled={frozen && !up}
      onClick={toggle}
      className="min-w-36"
    >
      {t(up ? 'hands.lower' : 'hands.raise')}
    </Button>
  );
}

function QueueNote() {
  const { t } = useTranslation();
  const { position, frozen } = useHand();
  const text =
    position === 1
      ? t('hands.next')
      : position !== undefined
        ? t('hands.position', { count: position })
        : frozen
          ? t('hands.frozen')
          : undefined;
  if (!text) return null;
  return <p className="mb-2.5 text-center text-sm font-semibold text-soft">{text}</p>;
}
