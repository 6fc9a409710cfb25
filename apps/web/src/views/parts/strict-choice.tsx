import { useTranslation } from 'react-i18next';

/** Whether every frame of the room is to be signed. A native check box: labels and forced colours come with it. */
export function StrictChoice({ value, onChange }: { value: boolean; onChange: (strict: boolean) => void }) {
  const { t } = useTranslation();
  return (
    <label className="flex cursor-pointer items-start gap-3 px-3.5">
      <input
        type="checkbox"
        name="strict"
        checked={value}
        onChange={(event) => onChange(event.currentTarget.checked)}
        aria-describedby="strict-hint"
        aria-labelledby="strict-name"
        className="mt-1 size-4 shrink-0 accent-accent"
      />
      <span className="min-w-0 flex-1">
        <span id="strict-name" className="block font-semibold">
          {t('strict.choice')}
        </span>
        <span id="strict-hint" className="block text-sm leading-snug text-soft">
          {t('strict.hint')}
        </span>
      </span>
    </label>
  );
}
