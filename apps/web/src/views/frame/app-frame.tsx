import { Link, useLocation } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { classes } from '../../design/classes.ts';
import { CountBadge } from '../../design/count-badge.tsx';
import { Wordmark } from '../../design/logo.tsx';
import { UpdateNotice } from '../../pwa/update-notice.tsx';
import { type NewsPlace, useNavNews } from '../../state/use-nav-news.ts';
import { MeMenu } from './me-menu.tsx';
import { MiniRoom } from './mini-room.tsx';
import { places } from './places.ts';

/** Around every screen of the signed-in app: a rail beside it on a desk, a bar at the foot of a phone. */
export function AppFrame({ children, wide = false }: { children: ReactNode; wide?: boolean }) {
  const { t } = useTranslation();
  return (
    <div className="mx-auto grid min-h-dvh w-full max-w-6xl grid-cols-[minmax(0,1fr)] lg:grid-cols-[15rem_minmax(0,1fr)] lg:gap-8 lg:px-6">
      <a
        href="#content"
        className="fixed start-3 top-3 z-40 -translate-y-20 rounded-full bg-accent px-5 py-2.5 font-semibold text-on-accent focus:translate-y-0"
      >
        {t('app.skip')}
      </a>
      <Rail />
      <div className="flex min-w-0 flex-col px-4 pb-44 sm:px-6 lg:px-0 lg:pb-32">
        <TopBar />
        <main id="content" className={classes('w-full flex-1 pt-2 lg:pt-8', !wide && 'max-w-2xl')}>
          <UpdateNotice />
          {children}
        </main>
      </div>
      <div className="pointer-events-none fixed inset-x-0 bottom-0 z-20 grid gap-2">
        <div className="pointer-events-auto px-3 lg:ms-[max(17rem,calc((100vw-72rem)/2+17rem))] lg:pb-4">
          <MiniRoom />
        </div>
        <FootBar />
      </div>
    </div>
  );
}

function Rail() {
  const { t } = useTranslation();
  return (
    <header className="sticky top-0 hidden h-dvh flex-col py-7 lg:flex">
      <Link to="/" aria-label={t('app.home')} className="mb-7 w-fit rounded-lg">
        <Wordmark />
      </Link>
      <nav aria-label={t('frame.nav')} className="grid gap-1">
        {places.map((place) => (
          <Destination key={place.name} place={place} look="rail" />
        ))}
      </nav>
      <div className="mt-auto">
        <MeMenu wide />
      </div>
    </header>
  );
}

function TopBar() {
  const { t } = useTranslation();
  return (
    <header className="flex items-center justify-between py-3 lg:hidden">
      <Link to="/" aria-label={t('app.home')} className="rounded-lg">
        <Wordmark />
      </Link>
      <div className="flex items-center gap-1">
        <nav aria-label={t('frame.more')} className="flex">
          {places
            .filter(({ foot }) => !foot)
            .map((place) => (
              <Destination key={place.name} place={place} look="icon" />
            ))}
        </nav>
        <MeMenu />
      </div>
    </header>
  );
}

function FootBar() {
  const { t } = useTranslation();
  return (
    <nav
      aria-label={t('frame.nav')}
      className="pointer-events-auto grid auto-cols-fr grid-flow-col border-t border-line bg-surface px-1 pb-[env(safe-area-inset-bottom)] lg:hidden"
    >
      {places
        .filter(({ foot }) => foot)
        .map((place) => (
          <Destination key={place.name} place={place} look="foot" />
        ))}
    </nav>
  );
}

function Destination({ place, look }: { place: (typeof places)[number]; look: 'rail' | 'foot' | 'icon' }) {
  const { t } = useTranslation();
  const { name, path, icon: Icon } = place;
  const here = useLocation({ select: ({ pathname }) => pathname === path });
  const news = useNavNews();
  const count = name in news ? news[name as NewsPlace] : 0;
  const label = t(`frame.${name}`);
  const said = count > 0 ? t('frame.withNew', { place: label, number: count }) : undefined;
  const shapes = {
    rail: 'flex min-h-12 items-center gap-3.5 rounded-full px-4 text-lg font-semibold hover:bg-sunken',
    foot: 'relative flex min-h-15 min-w-0 flex-col items-center justify-center gap-0.5 rounded-xl px-1 text-xs font-semibold',
    icon: 'relative inline-flex size-11 items-center justify-center rounded-full hover:bg-sunken',
  };
  return (
    <Link
      to={path}
      aria-current={here ? 'page' : undefined}
      aria-label={said ?? (look === 'icon' ? label : undefined)}
      {...(look === 'icon' && { title: label })}
      className={classes(
        shapes[look],
        here ? 'text-accent' : 'text-soft',
        here && look === 'rail' && 'bg-accent-soft',
      )}
    >
      <Icon aria-hidden="true" className={look === 'icon' ? 'size-5' : 'size-6'} />
      {look !== 'icon' && <span className="max-w-full truncate">{label}</span>}
      <CountBadge
        count={count}
        className={
          look === 'rail'
            ? 'ms-auto'
            : look === 'icon'
              ? 'absolute end-0 top-0'
              : 'absolute start-1/2 top-1 ms-1'
        }
      />
    </Link>
  );
}
