import type { RoomCard } from '@stoa/protocol/social';
import { Link } from '@tanstack/react-router';
import { Plus, Radio } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, buttonClass } from '../../design/button.tsx';
import { Empty } from '../../design/empty.tsx';
import { ScreenHeading } from '../../design/screen-heading.tsx';
import { RowsOnTheirWay } from '../../design/skeleton.tsx';
import { InstallHint } from '../../pwa/install-hint.tsx';
import { noTaste, useHallway } from '../../state/use-hallway.ts';
import { useApp, usePrefs } from '../../state/use-store.ts';
import { useTitle } from '../../state/use-title.ts';
import { AppFrame } from '../frame/app-frame.tsx';
import { RoomList } from './room-list.tsx';
import { TasteHint } from './taste-hint.tsx';

/** What is live for this person, best first, and always fresh. */
export function HallwayPage() {
  const { t } = useTranslation();
  useTitle(t('hallway.documentTitle'));
  const { rooms, trouble, again } = useHallway(usePrefs().taste ?? noTaste);
  return (
    <AppFrame>
      <div className="mb-5 flex items-center justify-between gap-3">
        <ScreenHeading className="font-display text-3xl font-semibold tracking-tight sm:text-4xl">
          {t('hallway.heading')}
        </ScreenHeading>
        <Link to="/start" className={buttonClass('primary', 'small')}>
          <Plus aria-hidden="true" className="size-[1.2em]" />
          {t('hallway.start')}
        </Link>
      </div>
      <Stale />
      <TasteHint />
      {rooms ? (
        <Rooms rooms={rooms} />
      ) : trouble ? (
        <div role="alert" className="grid justify-items-start gap-4">
          <p className="font-semibold text-danger">{t(`answers.refused.${trouble}`)}</p>
          <Button onClick={again}>{t('answers.again')}</Button>
        </div>
      ) : (
        <div role="status" aria-label={t('answers.loading')}>
          <RowsOnTheirWay />
        </div>
      )}
      <InstallHint />
    </AppFrame>
  );
}

/** Said only when the line was there and is not any more. */
function Stale() {
  const { t } = useTranslation();
  const { live } = useApp();
  const lost = useSyncExternalStore(live.subscribe, live.isLost);
  return (
    <p role="status" className="mb-4 rounded-2xl bg-warn-soft px-4 py-2.5 text-warn-ink empty:hidden">
      {lost ? t('hallway.lost') : ''}
    </p>
  );
}

function Rooms({ rooms }: { rooms: readonly RoomCard[] }) {
  const { t } = useTranslation();
  if (rooms.length > 0) return <RoomList rooms={rooms} />;
  return (
    <Empty
      icon={Radio}
      title={t('hallway.emptyTitle')}
      action={
        <Link to="/people" className={buttonClass('plain')}>
          {t('hallway.find')}
        </Link>
      }
    >
      <p>{t('hallway.emptyText')}</p>
    </Empty>
  );
}
