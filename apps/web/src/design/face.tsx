import { photoPath } from '@stoa/protocol/social';
import { initialsOf } from '../state/person-mark.ts';
import { classes } from './classes.ts';

const sizes = {
  tiny: ['size-7 text-xs', 64],
  small: ['size-10 text-sm', 64],
  medium: ['size-14 text-lg', 256],
  huge: ['size-26 text-3xl sm:size-32 sm:text-4xl', 256],
} as const;

/** A person's photo, or initials on a colour that goes with the handle. Decoration: the name stands beside it. */
export function Face({
  person,
  size = 'small',
  className,
}: {
  person: {
    readonly handle: string;
    readonly name: string;
    readonly image?: { reveal(): string } | undefined;
  };
  size?: keyof typeof sizes;
  className?: string;
}) {
  const [box, pixels] = sizes[size];
  const shape = classes('shrink-0 rounded-full select-none', box, className);
  if (person.image)
    return (
      <img
        src={photoPath(person.image.reveal(), pixels)}
        alt=""
        loading="lazy"
        decoding="async"
        className={classes('bg-sunken object-cover', shape)}
      />
    );
  return (
    <span
      aria-hidden="true"
      className={classes(
        'inline-flex items-center justify-center font-semibold tracking-wide text-white',
        `hue-${hueOfHandle(person.handle)}`,
        shape,
      )}
    >
      {initialsOf(person.name)}
    </span>
  );
}

const hues = 8;
function hueOfHandle(handle: string): number {
  let sum = 0;
  for (const sign of handle) sum = (sum * 31 + (sign.codePointAt(0) ?? 0)) % 65_521;
  return sum % hues;
}
