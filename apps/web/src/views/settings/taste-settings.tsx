import { useTranslation } from 'react-i18next';
import { noTaste } from '../../state/use-hallway.ts';
import { useApp, usePrefs } from '../../state/use-store.ts';
import { TasteChoice } from '../parts/taste-choice.tsx';
import { Section } from './section.tsx';

export function TasteSettings() {
  const { t } = useTranslation();
  const { prefs } = useApp();
  const { taste } = usePrefs();
  return (
    <Section title={t('taste.title')} text={t('taste.text')}>
      <TasteChoice taste={taste ?? noTaste} onChange={(next) => prefs.set({ taste: next })} />
    </Section>
  );
}
