import { SunMoon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../design/button.tsx';
import { Menu, MenuChoice } from '../../design/menu.tsx';
import { useApp, usePrefs } from '../../state/use-store.ts';
import { languages } from '../../strings/languages.ts';

export function ThemeChoice() {
  const { t } = useTranslation();
  const { prefs } = useApp();
  const { theme } = usePrefs();
  return (
    <MenuChoice
      label={t('theme.label')}
      value={theme}
      onChange={(next) => prefs.set({ theme: next })}
      options={(['system', 'light', 'dark'] as const).map((value) => ({ value, label: t(`theme.${value}`) }))}
    />
  );
}

/** Nothing to choose from is no choice. */
export function LanguageChoice() {
  const { t, i18n } = useTranslation();
  const { prefs } = useApp();
  if (languages.length < 2) return null;
  return (
    <MenuChoice
      label={t('theme.language')}
      value={i18n.language}
      onChange={(language) => prefs.set({ language })}
      options={languages.map(({ code, name }) => ({ value: code, label: name }))}
    />
  );
}

export function ThemeMenu() {
  const { t } = useTranslation();
  return (
    <Menu trigger={<IconButton icon={SunMoon} label={t('theme.menu')} />}>
      <ThemeChoice />
      <LanguageChoice />
    </Menu>
  );
}
