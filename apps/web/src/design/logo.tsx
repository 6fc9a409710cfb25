import { classes } from './classes.ts';

/** The sign: a roof over five columns that are also the bars of a sound meter. */
export function Logo({ moving = false, className }: { moving?: boolean; className?: string }) {
  return (
    <svg
      viewBox="0 0 32 32"
      aria-hidden="true"
      className={classes('shrink-0 fill-current', moving && 'columns-moving', className)}
    >
      <rect className="column" x="4.6" y="16.2" width="3" height="8.6" rx="1.5" />
      <rect className="column" x="9.55" y="13.4" width="3" height="11.4" rx="1.5" />
      <rect className="column" x="14.5" y="10.8" width="3" height="14" rx="1.5" />
      <rect className="column" x="19.45" y="13.4" width="3" height="11.4" rx="1.5" />
      <rect className="column" x="24.4" y="16.2" width="3" height="8.6" rx="1.5" />
      <path d="M15.2 2.9a1.7 1.7 0 0 1 1.6 0l13 6.9a1.5 1.5 0 0 1-1.4 2.65L16 5.9 3.6 12.45A1.5 1.5 0 0 1 2.2 9.8z" />
      <rect x="2.5" y="26.7" width="27" height="2.8" rx="1.4" />
    </svg>
  );
}

export function Wordmark({ className }: { className?: string }) {
  return (
    <span className={classes('inline-flex items-center gap-2 text-accent', className)}>
      <Logo className="size-7" />
      <span className="font-display text-2xl leading-none font-semibold tracking-tight text-ink">Stoa</span>
    </span>
  );
}
