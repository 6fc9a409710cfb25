import { Hand, LogOut, Mic, MicOff } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { useRoom, useRoomView } from '../../state/use-store.ts';
import { ChatButton } from './chat/chat-button.tsx';
import { ReactionButton, ReactionLayer } from './chat/reactions.tsx';
import { ProbationNote } from './probation-note.tsx';
import { RoomMenu } from './room-menu.tsx';
import { useHand } from './use-hand.ts';
import { useKeptFocus } from './use-kept-focus.ts';
import { useMicrophone } from './use-microphone.ts';
import { WaitingButton } from './waiting-button.tsx';

/** What this person can do, always in reach of the thumb: leave, the one big button of its role, and the rest. */
export function Dock() {
  const { t } = useTranslation();
  const room = useRoom();
  const role = useRoomView((view) => view.me?.role);
  const place = useRef<HTMLElement>(null);
  useKeptFocus(role, place);
  return (
    <section
      ref={place}
      aria-label={t('room.controls')}
      className="sticky bottom-0 z-20 border-t border-line bg-surface pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]"
    >
      <ReactionLayer />
      {role === 'listener' ? <QueueNote /> : <ProbationNote />}
      <div className="mx-auto flex max-w-6xl flex-wrap items-center justify-between gap-1.5 px-2 min-[23rem]:gap-2 min-[23rem]:px-3 sm:grid sm:px-6 sm:grid-cols-[1fr_auto_1fr]">
        <Button
          look="soft"
          icon={LogOut}
          directed
          aria-label={t('room.leave')}
          className="shrink-0 justify-self-start px-3! sm:px-5!"
          onClick={() => room.leave()}
        >
          <span className="hidden sm:inline md:hidden">{t('room.leaveShort')}</span>
          <span className="hidden md:inline">{t('room.leave')}</span>
        </Button>
        {role === 'listener' ? <HandButton /> : <MuteButton />}
        <div className="flex shrink-0 gap-1.5 justify-self-end min-[23rem]:gap-2">
          <ReactionButton className={role === 'moderator' ? 'max-[27rem]:hidden' : 'max-[21rem]:hidden'} />
          <ChatButton />
          {role === 'moderator' && <WaitingButton />}
          <RoomMenu />
        </div>
      </div>
    </section>
  );
}

/** Nothing done while the connection is away would arrive. */
const useAway = () => useRoomView((view) => view.phase.is === 'reconnecting');

function MuteButton() {
  const { t } = useTranslation();
  const { muted, asking, toggle } = useMicrophone();
  const away = useAway();
  return (
    <Button
      look={muted ? 'primary' : 'live'}
      size="large"
      data-primary=""
      icon={muted ? MicOff : Mic}
      aria-label={asking ? t('mic.asking') : t(muted ? 'mic.unmuteLabel' : 'mic.muteLabel')}
      disabled={asking || away}
      onClick={toggle}
      className="min-w-[4.5rem] flex-1 gap-2! px-2! text-base! text-balance sm:min-w-44 sm:px-7! sm:text-lg!"
    >
      {asking ? t('mic.asking') : t(muted ? 'mic.unmute' : 'mic.mute')}
    </Button>
  );
}

function HandButton() {
  const { t } = useTranslation();
  const { up, frozen, toggle } = useHand();
  const away = useAway();
  return (
    <Button
      look={up ? 'live' : 'primary'}
      size="large"
      data-primary=""
      icon={Hand}
      aria-label={t(up ? 'hands.lowerLabel' : 'hands.raiseLabel')}
      disabled={away || (frozen && !up)}
      onClick={toggle}
      className="min-w-[4.5rem] flex-1 gap-2! px-2! text-base! text-balance sm:min-w-44 sm:px-7! sm:text-lg!"
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
  return (
    <div className="mx-auto mb-3 max-w-2xl px-4 text-center text-sm">
      <p className="font-semibold">{text}</p>
      {position !== undefined && <p className="mt-0.5 text-soft">{t('hands.means')}</p>}
    </div>
  );
}
