import { useLocation, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ScreenHeading } from '../../design/screen-heading.tsx';
import { Tabs } from '../../design/tabs.tsx';
import { useTitle } from '../../state/use-title.ts';
import { AppFrame } from '../frame/app-frame.tsx';
import { AboutSettings } from './about-settings.tsx';
import { BellSettings } from './bell-settings.tsx';
import { DataSettings } from './data-settings.tsx';
import { PasskeySettings } from './passkey-settings.tsx';
import { PrivacySettings } from './privacy-settings.tsx';
import { ProfileSettings } from './profile-settings.tsx';
import { TasteSettings } from './taste-settings.tsx';

const parts = {
  profile: ProfileSettings,
  taste: TasteSettings,
  bells: BellSettings,
  privacy: PrivacySettings,
  access: PasskeySettings,
  data: DataSettings,
  about: AboutSettings,
};
type Part = keyof typeof parts;
const names = Object.keys(parts) as Part[];

export function SettingsPage() {
  const { t } = useTranslation();
  useTitle(t('settingsPage.documentTitle'));
  const navigate = useNavigate();
  const hash = useLocation({ select: (location) => location.hash });
  return (
    <AppFrame>
      <ScreenHeading className="mb-4 font-display text-3xl font-semibold tracking-tight sm:text-4xl">
        {t('settingsPage.heading')}
      </ScreenHeading>
      <Tabs
        label={t('settingsPage.label')}
        value={names.find((name) => name === hash) ?? 'profile'}
        onChange={(value) => void navigate({ to: '/settings', hash: value, replace: true })}
        tabs={names.map((value) => {
          const Panel = parts[value];
          return { value, label: t(`settingsPage.tabs.${value}`), panel: <Panel /> };
        })}
      />
    </AppFrame>
  );
}
