import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { ScreenHeading } from './screen-heading.tsx';

/** Nothing here yet, and what would bring something. */
export function Empty({
  icon: Icon,
  title,
  children,
  action,
  whole = false,
}: {
  icon: LucideIcon;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  /** Is it all there is on the screen? Then its title is the screen's. */
  whole?: boolean;
}) {
  const titleClass = 'font-display text-2xl font-semibold tracking-tight';
  return (
    <div className="mx-auto flex max-w-md animate-rise flex-col items-center gap-3 px-4 py-12 text-center">
      <span className="inline-flex size-18 items-center justify-center rounded-full bg-accent-soft text-accent">
        <Icon aria-hidden="true" className="size-8" />
      </span>
      {whole ? (
        <ScreenHeading className={titleClass}>{title}</ScreenHeading>
      ) : (
        <h2 className={titleClass}>{title}</h2>
      )}
      {children && <div className="text-soft">{children}</div>}
      {action && <div className="mt-3">{action}</div>}
    </div>
  );
}
