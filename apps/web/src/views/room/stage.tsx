import { Snowflake } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { AvatarSize } from '../../design/avatar.tsx';
import { classes } from '../../design/classes.ts';
import { useRoomView } from '../../state/use-store.ts';
import { WithPhotos } from './people/with-photos.tsx';
import { Seat } from './seat.tsx';

/** Few people get big seats; a full stage of fifty still fits. */
function seating(count: number): { size: AvatarSize; grid: string } {
  if (count <= 4) return { size: 'huge', grid: 'grid-cols-[repeat(auto-fill,minmax(min(8.5rem,100%),1fr))]' };
  if (count <= 12)
    return {
      size: 'large',
      grid: 'grid-cols-[repeat(auto-fill,minmax(min(6.25rem,100%),1fr))] sm:grid-cols-[repeat(auto-fill,minmax(min(7.5rem,100%),1fr))]',
    };
  return { size: 'medium', grid: 'grid-cols-[repeat(auto-fill,minmax(min(6.25rem,100%),1fr))]' };
}

export function Stage() {
  const { t } = useTranslation();
  const id = useId();
  const stage = useRoomView((view) => view.stage);
  const frozen = useRoomView((view) => view.frozen);
  const { size, grid } = seating(stage.length);
  return (
    <section
      aria-labelledby={id}
      className="rounded-3xl border border-line bg-surface p-4 shadow-lift sm:p-6"
    >
      <div className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 id={id} className="font-semibold">
          {t('room.stage')}
        </h2>
        {frozen && (
          <span className="inline-flex items-center gap-1.5 rounded-full bg-warn-soft px-3 py-0.5 text-sm font-semibold text-warn-ink">
            <Snowflake aria-hidden="true" className="size-4" />
            {t('room.frozen')}
          </span>
        )}
      </div>
      {stage.length === 0 ? (
        <p className="py-8 text-soft">{t('room.stageEmpty')}</p>
      ) : (
        <ul className={classes('grid gap-x-1 gap-y-2', grid)}>
          <WithPhotos>
            {stage.map((person) => (
              <Seat key={person.leaf} person={person} size={size} />
            ))}
          </WithPhotos>
        </ul>
      )}
    </section>
  );
}
