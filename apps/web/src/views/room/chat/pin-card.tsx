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
  const url = useRoomView((view) => view.chat.pin?.url);
  const title = useRoomView((view) => view.chat.pin?.title);
  const by = useRoomView((view) => view.chat.pin?.byName);
  const moderating = useRoomView((view) => view.me?.role === 'moderator');
  if (url === undefined) return null;
  return (
    <section
      aria-label={t('chat.pinned')}
      className="flex animate-rise items-center gap-3 rounded-2xl border border-line bg-surface py-2 ps-4 pe-2 shadow-lift"
    >
      <Pin aria-hidden="true" className="size-5 shrink-0 text-accent" />
      <a
        href={url}
        target="_blank"
        rel="noopener noreferrer nofollow"
        className="group flex min-h-11 min-w-0 flex-1 items-center gap-3"
      >
        <span className="min-w-0 flex-1 leading-tight">
          <bdi className="line-clamp-2 font-semibold [overflow-wrap:anywhere] group-hover:underline">
            {title}
          </bdi>
          <span className="block text-sm text-soft [overflow-wrap:anywhere]">
            <bdi dir="ltr">{hostOf(url)}</bdi> · {t('chat.pinnedBy', { name: by || t('seat.nameless') })}
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
