import { type ComponentProps, useId } from 'react';
import { classes } from './classes.ts';

type Props = Omit<ComponentProps<'textarea'>, 'id'> & {
  label: string;
  hint?: string;
  error?: string | undefined;
};

/** Several lines of text; grows with what is written. */
export function TextArea({ label, hint, error, className, ...rest }: Props) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1.5 block font-semibold">
        {label}
      </label>
      <textarea
        id={id}
        dir="auto"
        rows={3}
        aria-invalid={error ? true : undefined}
        aria-describedby={note ? `${id}-note` : undefined}
        className={classes(
          'block field-sizing-content max-h-80 min-h-24 w-full min-w-0 resize-none rounded-2xl border bg-surface px-4 py-3 text-lg text-ink',
          'placeholder:text-soft placeholder:opacity-75 focus-visible:outline-offset-0',
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
