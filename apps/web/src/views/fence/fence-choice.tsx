import type { KnownPlaces } from '@stoa/client';
import { Globe, MapPinned, ShieldOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Chips } from '../../design/chips.tsx';
import { ChoiceCards } from '../../design/choice-cards.tsx';
import { type FenceWish, leavesAny } from '../../state/fence-wish.ts';
import { useCountryName, useJoined } from '../../state/use-fence-words.ts';

const mostCountries = 24;

/** Where sound may travel, for a room or for a person; shown where it is known where machines stand. */
export function FenceChoice({
  places,
  value,
  onChange,
  legend,
  anywhere,
  hints,
}: {
  places: KnownPlaces;
  value: FenceWish;
  onChange: (wish: FenceWish) => void;
  legend: string;
  /** What the choice without a rule is called, and what it means. */
  anywhere: { readonly label: string; readonly hint?: string };
  /** For a room: it holds for everybody. */
  hints?: { readonly only: string; readonly never: string };
}) {
  const { t } = useTranslation();
  const country = useCountryName();
  const joined = useJoined();
  const { countries, app } = places;
  const offered = [...new Set([...countries, ...value.countries])]
    .filter((code) => code !== app)
    .map((code) => ({ value: code, label: country(code) }))
    .sort((a, b) => a.label.localeCompare(b.label));
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <ChoiceCards
        legend={legend}
        value={value.way}
        onChange={(way) => onChange({ way, countries: way === 'anywhere' ? [] : value.countries })}
        choices={[
          {
            ...{ value: 'anywhere', icon: Globe, label: anywhere.label },
            hint: anywhere.hint ?? t('fence.anywhereHint', { places: joined(countries.map(country)) }),
          },
          { value: 'only', icon: MapPinned, label: t('fence.only'), ...(hints && { hint: hints.only }) },
          { value: 'never', icon: ShieldOff, label: t('fence.never'), ...(hints && { hint: hints.never }) },
        ]}
      />
      {value.way !== 'anywhere' && (
        <>
          {offered.length > 0 && (
            <Chips
              legend={t('fence.countries')}
              options={offered}
              chosen={value.countries.filter((code) => code !== app)}
              most={mostCountries}
              onChange={(chosen) => onChange({ ...value, countries: chosen })}
            />
          )}
          <div className="grid gap-1.5 text-sm leading-snug text-soft">
            {!leavesAny(value, countries, app) && (
              <p role="alert" className="font-semibold text-danger">
                {t('fence.nothingLeft')}
              </p>
            )}
            {app && <p>{t('fence.app', { country: country(app) })}</p>}
            <p>{t('fence.means')}</p>
          </div>
        </>
      )}
    </div>
  );
}
