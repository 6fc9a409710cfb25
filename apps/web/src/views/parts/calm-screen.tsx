import type { ReactNode } from 'react';
import { classes } from '../../design/classes.ts';
import { Logo } from '../../design/logo.tsx';
import { ScreenHeading } from '../../design/screen-heading.tsx';
import { PageFrame } from './page-frame.tsx';

/** One thing at a time: what is, what to do, one or two buttons. */
export function CalmScreen({
  heading,
  children,
  actions,
  icon,
  tone = 'calm',
}: {
  heading: string;
  children: ReactNode;
  actions?: ReactNode;
  /** The sign with moving columns when left out: something is under way. */
  icon?: ReactNode;
  tone?: 'calm' | 'trouble' | 'stop';
}) {
  return (
    <PageFrame narrow>
      <div className="my-auto animate-rise pb-10 text-center">
        <span
          className={classes(
            'mx-auto mb-7 flex size-24 items-center justify-center rounded-full',
            tone === 'stop' ? 'bg-danger-soft text-danger' : 'bg-accent-soft text-accent',
          )}
        >
          {icon ?? <Logo moving className="size-12" />}
        </span>
        <ScreenHeading className="font-display text-3xl leading-tight font-semibold tracking-tight sm:text-4xl">
          {heading}
        </ScreenHeading>
        <div className="mt-4 grid gap-3 text-lg text-soft">{children}</div>
        {actions && <div className="mt-9 grid gap-3">{actions}</div>}
      </div>
    </PageFrame>
  );
}
