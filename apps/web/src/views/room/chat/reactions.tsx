import { SmilePlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../design/button.tsx';
import { classes } from '../../../design/classes.ts';
import { Popover } from '../../../design/popover.tsx';
import { laneOf, type Sign, signNames, signs, tallyOf } from '../../../state/reactions.ts';
import { useMedia, useWideRoom } from '../../../state/use-media.ts';
import { useRoom, useRoomView } from '../../../state/use-store.ts';
import { useActs } from '../room-acts.tsx';
import { useChatOpen } from './chat-open.tsx';

/** Twelve signs, nameless; the panel stays open for a second one. */
export function ReactionButton({ className }: { className?: string }) {
  const { t } = useTranslation();
  const allowed = useRoomView((view) => view.chat.mayReact);
  if (!allowed) return null;
  return (
    <Popover
      label={t('chat.react')}
      trigger={
        <Button
          look="soft"
          icon={SmilePlus}
          aria-label={t('chat.react')}
          className={classes('px-3!', className)}
        />
      }
    >
      <Signs />
    </Popover>
  );
}

function Signs() {
  const { t } = useTranslation();
  const room = useRoom();
  const { act } = useActs();
  const [sent, setSent] = useState('');
  const react = async (sign: Sign) => {
    setSent('');
    if (await act(room.react(sign))) setSent(t('chat.reacted', { sign: t(`chat.sign.${signNames[sign]}`) }));
  };
  return (
    <>
      <div className="grid grid-cols-6 gap-0.5">
        {signs.map((sign) => (
          <button
            key={sign}
            type="button"
            aria-label={t(`chat.sign.${signNames[sign]}`)}
            onClick={() => void react(sign)}
            className="size-11 rounded-2xl text-2xl leading-none transition-transform duration-150 hover:bg-sunken active:scale-125 sm:size-12"
          >
            {sign}
          </button>
        ))}
      </div>
      {/* To whoever pressed it alone; what others send is not spoken (see chat-spoken.tsx). */}
      <p role="status" className="sr-only">
        {sent}
      </p>
    </>
  );
}

/** What rises over the room and passes. For those who want no motion it stands still, counted. */
export function ReactionLayer() {
  const shown = useRoomView((view) => view.chat.reactions);
  const still = useMedia('(prefers-reduced-motion: reduce)');
  const wide = useWideRoom();
  const { open } = useChatOpen();
  if (shown.length === 0) return null;
  return (
    <div
      aria-hidden="true"
      className={classes(
        'pointer-events-none absolute inset-x-0 bottom-full mx-auto h-0 max-w-6xl select-none',
        // Beside the chat, or above the line in which one writes.
        open && (wide ? 'pe-[min(25rem,37%)]' : '-translate-y-20'),
      )}
    >
      <div className="relative">
        {still ? (
          <p className="absolute end-4 bottom-3 flex flex-wrap justify-end gap-1.5 sm:end-6">
            {tallyOf(shown).map(({ sign, count }) => (
              <span
                key={sign}
                className="inline-flex items-center gap-1 rounded-full border border-line bg-surface px-2.5 py-1 text-lg leading-none shadow-lift"
              >
                {sign}
                {count > 1 && <span className="text-sm font-semibold tabular-nums">{count}</span>}
              </span>
            ))}
          </p>
        ) : (
          shown.map(({ sign, number }) => (
            <span key={number} className={`reaction lane-${laneOf(number)}`}>
              {sign}
            </span>
          ))
        )}
      </div>
    </div>
  );
}
