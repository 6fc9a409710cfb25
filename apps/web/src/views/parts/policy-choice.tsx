import type { Policy } from '@stoa/protocol';
import { DoorOpen, Hand, KeyRound, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';

const options: readonly (readonly [Policy, LucideIcon])[] = [
  ['link', KeyRound],
  ['knock', Hand],
  ['open', DoorOpen],
];

/** Native radio buttons under the cards: arrow keys, labels and forced colours come with them. */
export function PolicyChoice({ value, onChange }: { value: Policy; onChange: (policy: Policy) => void }) {
  const { t } = useTranslation();
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 font-semibold">{t('policy.legend')}</legend>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
        {options.map(([policy, Icon]) => (
          <label
            key={policy}
            className="flex cursor-pointer items-start gap-3 rounded-2xl border border-line bg-surface p-3.5 transition-colors hover:border-line-strong has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus"
          >
            <input
              type="radio"
              name="policy"
              value={policy}
              checked={value === policy}
              onChange={() => onChange(policy)}
              aria-describedby={`policy-${policy}`}
              aria-labelledby={`policy-${policy}-name`}
              className="mt-1 size-4 shrink-0 accent-accent outline-none"
            />
            <span className="min-w-0 flex-1">
              <span id={`policy-${policy}-name`} className="block font-semibold">
                {t(`policy.${policy}`)}
              </span>
              <span id={`policy-${policy}`} className="block text-sm leading-snug text-soft">
                {t(`policy.${policy}Hint`)}
              </span>
            </span>
            <Icon aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-soft" />
          </label>
        ))}
      </div>
    </fieldset>
  );
}
