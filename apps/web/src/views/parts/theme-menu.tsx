import { SunMoon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../design/button.tsx';
import { Menu, MenuChoice } from '../../design/menu.tsx';
import { useApp, usePrefs } from '../../state/use-store.ts';

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

export function ThemeMenu() {
  const { t } = useTranslation();
  return (
    <Menu trigger={<IconButton icon={SunMoon} label={t('theme.label')} />}>
      <ThemeChoice />
    </Menu>
  );
}
