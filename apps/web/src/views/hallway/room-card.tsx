import type { RoomCard } from '@stoa/protocol/social';
import { Headphones, Mic, Sparkles, UsersRound } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { buttonClass } from '../../design/button.tsx';
import { classes } from '../../design/classes.ts';
import { Face } from '../../design/face.tsx';

/** One live room: what it is about, who is there, one tap to listen. */
export function RoomCardView({ card, onListen }: { card: RoomCard; onListen: (() => void) | undefined }) {
  const { t, i18n } = useTranslation();
  const id = useId();
  const title = card.title ?? t('hallway.untitled');
  const friends = card.friendsOnStage + card.friendsInAudience;
  const names = new Intl.ListFormat(i18n.language, { style: 'short', type: 'conjunction' });
  const onStage = card.faces.filter((face) => face.onStage);
  return (
    <article
      aria-labelledby={id}
      className="relative grid grid-cols-[minmax(0,1fr)] gap-3.5 rounded-3xl border border-line bg-surface p-5 shadow-lift transition-colors hover:border-line-strong"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-soft">
        {card.invited && (
          <span className="inline-flex items-center gap-1.5 rounded-full bg-accent-soft px-3 py-1 font-semibold text-accent">
            <Sparkles aria-hidden="true" className="size-4" />
            {t('hallway.invited')}
          </span>
        )}
        <span>
          {card.club ? t('hallway.club', { name: card.club.name }) : t(`hallway.kind.${card.kind}`)}
        </span>
        {card.topics.map((topic) => (
          <span key={topic}>{t(`topics.${topic}`)}</span>
        ))}
      </div>
      <h2 id={id} className="font-display text-xl leading-snug font-semibold tracking-tight sm:text-2xl">
        <bdi>{title}</bdi>
      </h2>
      {card.faces.length > 0 && (
        <div className="flex items-center gap-3.5">
          <span className="flex -space-x-2">
            {card.faces.slice(0, 4).map((face) => (
              <Face
                key={face.handle}
                person={face}
                className={classes('ring-2 ring-surface', !face.onStage && 'saturate-50')}
              />
            ))}
          </span>
          <p dir="auto" className="min-w-0 truncate font-semibold">
            <span className="sr-only">{t('hallway.speakers', { names: '' })}</span>
            {names.format(onStage.slice(0, 3).map((face) => face.name))}
          </p>
        </div>
      )}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-[0.9375rem] text-soft">
          <span className="inline-flex items-center gap-1.5">
            <UsersRound aria-hidden="true" className="size-4" />
            {t('hallway.people', { count: card.people })}
          </span>
          <span className="inline-flex items-center gap-1.5">
            <Mic aria-hidden="true" className="size-4" />
            {t('hallway.onStage', { count: card.onStage })}
          </span>
          {friends > 0 && (
            <span className="font-semibold text-live-ink">{t('hallway.friends', { count: friends })}</span>
          )}
        </div>
        {onListen ? (
          <button
            type="button"
            onClick={onListen}
            aria-label={t('hallway.listenTo', { title })}
            // The whole card is the target; the button is what keyboards and ears find.
            className={classes(
              buttonClass('primary', 'small'),
              'after:absolute after:inset-0 after:rounded-3xl',
            )}
          >
            <Headphones aria-hidden="true" className="size-[1.2em] shrink-0" />
            {t('hallway.listen')}
          </button>
        ) : (
          <p className="text-sm text-soft">{t('hallway.noLink')}</p>
        )}
      </div>
    </article>
  );
}
