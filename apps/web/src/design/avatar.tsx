import type { Leaf } from '@stoa/protocol';
import { hueOf, initialsOf } from '../state/person-mark.ts';
import { classes } from './classes.ts';

const sizes = {
  tiny: 'size-7 text-xs',
  small: 'size-10 text-sm',
  medium: 'size-14 text-lg',
  large: 'size-18 text-2xl sm:size-20',
  huge: 'size-22 text-3xl sm:size-26',
};
export type AvatarSize = keyof typeof sizes;

/** Initials on the person's colour. Decoration: the name stands beside it. */
export function Avatar({
  leaf,
  name,
  size = 'medium',
  faded = false,
  className,
}: {
  leaf: Leaf;
  name: string;
  size?: AvatarSize;
  faded?: boolean;
  className?: string;
}) {
  return (
    <span
      aria-hidden="true"
      className={classes(
        'inline-flex shrink-0 items-center justify-center rounded-full font-semibold tracking-wide text-white select-none',
        `hue-${hueOf(leaf)}`,
        sizes[size],
        faded && 'opacity-45 saturate-50',
        className,
      )}
    >
      {initialsOf(name)}
    </span>
  );
}
