import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { classes } from './classes.ts';

export type ButtonLook = 'primary' | 'plain' | 'soft' | 'ghost' | 'danger' | 'live';
const looks: Record<ButtonLook, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong border-transparent shadow-lift',
  plain: 'bg-surface text-ink border-line hover:border-line-strong',
  soft: 'bg-sunken text-ink border-transparent hover:border-line-strong',
  ghost: 'bg-transparent text-ink border-transparent hover:bg-sunken',
  danger: 'bg-danger text-on-danger border-transparent hover:opacity-90',
  live: 'bg-live-soft text-live-ink border-transparent hover:border-live',
};
const sizes = {
  small: 'min-h-11 px-4 text-[0.9375rem] gap-1.5 rounded-full sm:min-h-10',
  medium: 'min-h-11 px-5 text-base gap-2 rounded-full',
  large: 'min-h-14 px-7 text-lg gap-2.5 rounded-full',
};

export type ButtonProps = ComponentProps<'button'> & {
  look?: ButtonLook;
  size?: keyof typeof sizes;
  icon?: LucideIcon;
  /** Does the icon point along the line of reading? Then it turns with it. */
  directed?: boolean;
  wide?: boolean;
};

export const buttonClass = (
  look: ButtonLook = 'plain',
  size: keyof typeof sizes = 'medium',
  wide = false,
): string =>
  classes(
    'inline-flex items-center justify-center border py-1.5 font-semibold leading-tight select-none',
    'transition-[background-color,border-color,color,transform,opacity] duration-150 active:scale-[0.98]',
    'disabled:opacity-60 disabled:active:scale-100',
    looks[look],
    sizes[size],
    wide && 'w-full',
  );

export function Button({
  look,
  size,
  icon: Icon,
  directed,
  wide,
  className,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button type="button" className={classes(buttonClass(look, size, wide), className)} {...rest}>
      {Icon && (
        <Icon
          aria-hidden="true"
          className={classes('size-[1.2em] shrink-0', directed && 'rtl:-scale-x-100')}
        />
      )}
      {children}
    </button>
  );
}

/** A round button whose only visible content is its icon: the label is for ears. */
export function IconButton({
  icon: Icon,
  label,
  look = 'ghost',
  className,
  ...rest
}: Omit<ComponentProps<'button'>, 'aria-label'> & { icon: LucideIcon; label: string; look?: ButtonLook }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={classes(
        'inline-flex size-11 shrink-0 items-center justify-center rounded-full border transition-colors duration-150',
        looks[look],
        className,
      )}
      {...rest}
    >
      <Icon aria-hidden="true" className="size-5" />
    </button>
  );
}
