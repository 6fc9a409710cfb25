import { classes } from './classes.ts';

/** The sign: a roof on four columns. The columns are also the bars of a sound meter. */
export function Logo({ moving = false, className }: { moving?: boolean; className?: string }) {
  return (
    <svg
      viewBox="0 0 32 32"
      aria-hidden="true"
      className={classes('shrink-0 fill-current', moving && 'columns-moving', className)}
    >
      <rect className="column" x="5.5" y="14" width="3" height="11" rx="0.6" />
      <rect className="column" x="11.5" y="14" width="3" height="11" rx="0.6" />
      <rect className="column" x="17.5" y="14" width="3" height="11" rx="0.6" />
      <rect className="column" x="23.5" y="14" width="3" height="11" rx="0.6" />
      <path d="M15.200 2.600a2 2 0 0 1 1.600 0l12 5.300c1.900.8 1.300 3.600-.8 3.600H4c-2.100 0-2.700-2.800-.8-3.600z" />
      <rect x="2.500" y="26.500" width="27" height="3" rx="1.500" />
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
