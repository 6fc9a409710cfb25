import { classes } from './classes.ts';

/** Several of many, each on or off; no more than so many at once. */
export function Chips<T extends string>({
  legend,
  options,
  chosen,
  most,
  onChange,
}: {
  legend: string;
  options: readonly { readonly value: T; readonly label: string }[];
  chosen: readonly T[];
  most: number;
  onChange: (chosen: T[]) => void;
}) {
  const full = chosen.length >= most;
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 font-semibold">{legend}</legend>
      <div className="flex max-h-56 flex-wrap gap-2 overflow-y-auto rounded-2xl border border-line p-3">
        {options.map(({ value, label }) => {
          const on = chosen.includes(value);
          return (
            <button
              key={value}
              type="button"
              aria-pressed={on}
              disabled={full && !on}
              onClick={() => onChange(on ? chosen.filter((each) => each !== value) : [...chosen, value])}
              className={classes(
                'min-h-11 rounded-full border px-4 text-[0.9375rem] font-semibold sm:min-h-9',
                on ? 'border-accent bg-accent-soft text-accent' : 'border-line hover:border-line-strong',
                full && !on && 'opacity-60',
              )}
            >
              {label}
            </button>
          );
        })}
      </div>
    </fieldset>
  );
}
