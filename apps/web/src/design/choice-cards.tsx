import type { LucideIcon } from 'lucide-react';
import { useId } from 'react';

export type Choice<T extends string> = {
  readonly value: T;
  readonly label: string;
  readonly hint?: string;
  readonly icon?: LucideIcon;
};

/** Native radio buttons under cards: arrow keys, labels and forced colours come with them. */
export function ChoiceCards<T extends string>({
  legend,
  choices,
  value,
  onChange,
}: {
  legend: string;
  choices: readonly Choice<T>[];
  value: T;
  onChange: (value: T) => void;
}) {
  const id = useId();
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 font-semibold">{legend}</legend>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
        {choices.map(({ value: each, label, hint, icon: Icon }) => (
          <label
            key={each}
            className="flex cursor-pointer items-start gap-3 rounded-2xl border border-line bg-surface p-3.5 transition-colors hover:border-line-strong has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus"
          >
            <input
              type="radio"
              name={id}
              value={each}
              checked={value === each}
              onChange={() => onChange(each)}
              aria-labelledby={`${id}-${each}`}
              aria-describedby={hint ? `${id}-${each}-hint` : undefined}
              className="mt-1 size-4 shrink-0 accent-accent outline-none"
            />
            <span className="min-w-0 flex-1">
              <span id={`${id}-${each}`} className="block font-semibold">
                {label}
              </span>
              {hint && (
                <span id={`${id}-${each}-hint`} className="block text-sm leading-snug text-soft">
                  {hint}
                </span>
              )}
            </span>
            {Icon && <Icon aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-soft" />}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
