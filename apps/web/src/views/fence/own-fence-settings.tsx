import { readFence, writeFence } from '@stoa/client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fenceOf, wishOf } from '../../state/fence-wish.ts';
import { usePlaces } from '../../state/use-places.ts';
import { useApp, usePrefs } from '../../state/use-store.ts';
import { Section } from '../settings/section.tsx';
import { FenceChoice } from './fence-choice.tsx';

/** A person's own rule for every room. It is kept on this device alone. */
export function OwnFenceSettings() {
  const { t } = useTranslation();
  const { prefs } = useApp();
  const { ownFence } = usePrefs();
  const places = usePlaces();
  const own = readFence(ownFence) ?? {};
  // What is chosen before a country is, is no rule yet, and stays chosen all the same.
  const [wish, setWish] = useState(() => wishOf(own));
  if (!places && !own.jurisdictions) return null;
  return (
    <Section title={t('fence.settingsTitle')} text={t('fence.settingsText')}>
      {!places && <p className="text-soft">{t('fence.settingsUnknown')}</p>}
      <FenceChoice
        places={places ?? { countries: [], app: undefined, operators: [] }}
        value={wish}
        onChange={(next) => {
          setWish(next);
          prefs.set({ ownFence: writeFence(fenceOf(next, places?.app)) });
        }}
        legend={t('fence.settingsLegend')}
        anywhere={{ label: t('fence.settingsAnywhere'), hint: '' }}
      />
    </Section>
  );
}
