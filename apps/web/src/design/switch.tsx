import { Switch as BaseSwitch } from '@base-ui/react/switch';
import { useId } from 'react';

/** On or off, at once. */
export function Switch({
  label,
  hint,
  on,
  onChange,
  disabled = false,
}: {
  label: string;
  hint?: string;
  on: boolean;
  onChange: (on: boolean) => void;
  disabled?: boolean;
}) {
  const id = useId();
  return (
    <div className="flex min-h-11 items-center justify-between gap-4 py-1.5">
      <span className="min-w-0">
        <span id={`${id}-label`} className="block font-semibold">
          {label}
        </span>
        {hint && (
          <span id={`${id}-hint`} className="block text-sm text-soft">
            {hint}
          </span>
        )}
      </span>
      <BaseSwitch.Root
        checked={on}
        disabled={disabled}
        onCheckedChange={onChange}
        aria-labelledby={`${id}-label`}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="relative inline-flex h-8 w-14 shrink-0 rounded-full border border-line-strong bg-sunken p-0.5 transition-colors duration-150 data-[checked]:border-accent data-[checked]:bg-accent data-[disabled]:opacity-60"
      >
        <BaseSwitch.Thumb className="block size-6.5 rounded-full bg-surface shadow-lift transition-transform duration-150 data-[checked]:translate-x-6 rtl:data-[checked]:-translate-x-6" />
      </BaseSwitch.Root>
    </div>
  );
}
