import type { Leaf } from '@stoa/protocol';
import { photoPath } from '@stoa/protocol/social';
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

/** Initials on the person's colour, or a photo. Decoration: the name stands beside it. */
export function Avatar({
  leaf,
  name,
  size = 'medium',
  faded = false,
  image,
  className,
}: {
  leaf: Leaf;
  name: string;
  size?: AvatarSize;
  faded?: boolean;
  image?: { reveal(): string } | undefined;
  className?: string;
}) {
  const shape = classes(
    'shrink-0 rounded-full select-none',
    sizes[size],
    faded && 'opacity-45 saturate-50',
    className,
  );
  if (image)
    return (
      <img
        src={photoPath(image.reveal(), 256)}
        alt=""
        decoding="async"
        className={classes('bg-sunken object-cover', shape)}
      />
    );
  return (
    <span
      aria-hidden="true"
      className={classes(
        'inline-flex items-center justify-center font-semibold tracking-wide text-white',
        `hue-${hueOf(leaf)}`,
        shape,
      )}
    >
      {initialsOf(name)}
    </span>
  );
}
