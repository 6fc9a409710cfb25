import { Search } from 'lucide-react';
import { useId } from 'react';

export function SearchField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (text: string) => void;
}) {
  const id = useId();
  return (
    <search className="relative mb-5 block">
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <Search
        aria-hidden="true"
        className="pointer-events-none absolute start-4 top-1/2 size-5 -translate-y-1/2 text-soft"
      />
      <input
        id={id}
        type="search"
        dir="auto"
        autoComplete="off"
        maxLength={64}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        className="block min-h-13 w-full rounded-full border border-line-strong bg-surface ps-12 pe-5 text-lg placeholder:text-soft"
      />
    </search>
  );
}
