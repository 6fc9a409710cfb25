import { Link } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { classes } from '../../design/classes.ts';
import { Wordmark } from '../../design/logo.tsx';
import { UpdateNotice } from '../../pwa/update-notice.tsx';

// A menu is much program for a corner of the first screen: it comes right after it.
const ThemeMenu = lazy(async () => ({ default: (await import('./theme-menu.tsx')).ThemeMenu }));

/** Everything but the room itself: the sign above, one column or two below. */
export function PageFrame({
  children,
  narrow = false,
  wayIn,
}: {
  children: ReactNode;
  narrow?: boolean;
  /** For people who are not signed in. */
  wayIn?: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <div className="flex min-h-dvh flex-col px-5 sm:px-8">
      <header className="mx-auto flex w-full max-w-5xl flex-wrap items-center justify-between gap-y-2 py-4 sm:py-6">
        <Link to="/" aria-label={t('app.home')} className="rounded-lg">
          <Wordmark />
        </Link>
        <div className="flex items-center gap-2">
          {wayIn}
          <Suspense fallback={<span className="size-11" />}>
            <ThemeMenu />
          </Suspense>
        </div>
      </header>
      <main
        className={classes(
          'mx-auto flex w-full flex-1 flex-col pt-4 pb-16 sm:pt-8',
          narrow ? 'max-w-md' : 'max-w-5xl',
        )}
      >
        <UpdateNotice />
        {children}
      </main>
    </div>
  );
}
