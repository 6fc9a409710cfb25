import { useTranslation } from 'react-i18next';
import { classes } from './classes.ts';

/** A small figure at something's corner. For eyes only: the name of the thing says it to ears. */
export function CountBadge({ count, className }: { count: number; className?: string }) {
  const { i18n } = useTranslation();
  if (count <= 0) return null;
  const most = 99;
  const number = new Intl.NumberFormat(i18n.language).format(Math.min(count, most));
  return (
    <span
      aria-hidden="true"
      className={classes(
        'inline-flex h-5 min-w-5 items-center justify-center rounded-full bg-accent px-1.5 text-xs leading-none font-bold text-on-accent forced-colors:border',
        className,
      )}
    >
      {count > most ? `${number}+` : number}
    </span>
  );
}
