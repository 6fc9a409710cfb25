import { type ComponentProps, useId } from 'react';
import { classes } from './classes.ts';

type Props = Omit<ComponentProps<'input'>, 'id'> & {
  label: string;
  hint?: string;
  error?: string | undefined;
};

/** One line of text with its label, and either a hint or what is wrong with it. */
export function TextField({ label, hint, error, className, ...rest }: Props) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1.5 block font-semibold">
        {label}
      </label>
      <input
        id={id}
        type="text"
        dir="auto"
        aria-invalid={error ? true : undefined}
        aria-describedby={note ? `${id}-note` : undefined}
        className={classes(
          'block min-h-13 w-full min-w-0 rounded-2xl border bg-surface px-4 text-lg text-ink placeholder:text-soft placeholder:opacity-75',
          'focus-visible:outline-offset-0',
          error ? 'border-danger' : 'border-line-strong',
        )}
        {...rest}
      />
      {note && (
        <p
          id={`${id}-note`}
          className={classes('mt-1.5 text-sm', error ? 'font-semibold text-danger' : 'text-soft')}
        >
          {note}
        </p>
      )}
    </div>
  );
}
