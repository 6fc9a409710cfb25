import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { classes } from './classes.ts';

const tones = {
  danger: 'bg-danger-soft border-danger text-ink',
  warning: 'bg-warn-soft border-transparent text-ink',
  calm: 'bg-sunken border-transparent text-ink',
};

/** A thing that stands on the screen until it is over: what is, and what to do. */
export function Callout({
  tone,
  icon: Icon,
  title,
  children,
  actions,
}: {
  tone: keyof typeof tones;
  icon: LucideIcon;
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div
      className={classes(
        'flex animate-rise flex-wrap items-start gap-x-4 gap-y-3 rounded-2xl border p-4',
        tones[tone],
      )}
    >
      <div className="flex min-w-[min(100%,16rem)] flex-1 gap-3">
        <Icon
          aria-hidden="true"
          className={classes('mt-0.5 size-5 shrink-0', tone === 'danger' ? 'text-danger' : 'text-soft')}
        />
        <div className="min-w-0">
          <p className="font-semibold">{title}</p>
          {children}
        </div>
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </div>
  );
}
