import { ExternalLink, Pin, PinOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../../design/button.tsx';
import { hostOf } from '../../../state/chat-text.ts';
import { useRoom, useRoomView } from '../../../state/use-store.ts';
import { useActs } from '../room-acts.tsx';

/** A link that a moderator put up for everybody. Where it leads stands there before anybody opens it. */
export function PinCard() {
  const { t } = useTranslation();
  const room = useRoom();
  const { act } = useActs();
  const pin = useRoomView((view) => view.chat.pin);
  const moderating = useRoomView((view) => view.me?.role === 'moderator');
  if (!pin) return null;
  return (
    <section
      aria-label={t('chat.pinned')}
      className="flex animate-rise items-center gap-3 rounded-2xl border border-line bg-surface py-2 ps-4 pe-2 shadow-lift"
    >
      <Pin aria-hidden="true" className="size-5 shrink-0 text-accent" />
      <a
        href={pin.url}
        target="_blank"
        rel="noopener noreferrer nofollow"
        className="group flex min-h-11 min-w-0 flex-1 items-center gap-3"
      >
        <span className="min-w-0 flex-1 leading-tight">
          <bdi className="line-clamp-2 font-semibold [overflow-wrap:anywhere] group-hover:underline">
            {pin.title}
          </bdi>
          <span className="block text-sm text-soft [overflow-wrap:anywhere]">
            <bdi dir="ltr">{hostOf(pin.url)}</bdi> ·{' '}
            {t('chat.pinnedBy', { name: pin.byName || t('seat.nameless') })}
          </span>
        </span>
        <ExternalLink aria-hidden="true" className="size-4 shrink-0 text-soft rtl:-scale-x-100" />
        <span className="sr-only">{t('chat.newTab')}</span>
      </a>
      {moderating && (
        <IconButton icon={PinOff} label={t('chat.unpin')} onClick={() => void act(room.unpin())} />
      )}
    </section>
  );
}
