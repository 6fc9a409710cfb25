import { accounts } from '@stoa/protocol/social';
import { useNavigate } from '@tanstack/react-router';
import { LogOut, Settings, ShieldAlert, UserRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../../design/dialog.tsx';
import { Face } from '../../design/face.tsx';
import { Menu, MenuItem, MenuLine } from '../../design/menu.tsx';
import { useMailView } from '../../state/use-mail.ts';
import { useMe } from '../../state/use-me.ts';
import { useApp } from '../../state/use-store.ts';
import { LanguageChoice, ThemeChoice } from '../parts/theme-menu.tsx';

/** One's own face: profile, settings, colours and language, the way out. */
export function MeMenu({ wide = false }: { wide?: boolean }) {
  const { t } = useTranslation();
  const { call, visit, devices, mail } = useApp();
  const me = useMe();
  const { conversations } = useMailView();
  const [asking, setAsking] = useState(false);
  const navigate = useNavigate();
  const leave = async () => {
    visit.drop();
    // Signed out here even when the server cannot be told: the cookie then ends with the browser's session.
    await call(accounts.signOut, {}).catch(() => undefined);
    await mail.forget(me.id);
    await devices.forget(me.id);
    // Anew, so that nothing of this person stays in the memory of the page.
    window.location.assign('/');
  };
  return (
    <>
      <Menu
        trigger={
          <button
            type="button"
            aria-label={t('frame.you')}
            className="flex min-h-11 max-w-full items-center gap-3 rounded-full p-1 text-start hover:bg-sunken lg:pe-4"
          >
            <Face person={me} />
            {wide && (
              <span className="min-w-0">
                <span dir="auto" className="block truncate font-semibold">
                  {me.name}
                </span>
                <span dir="ltr" className="block truncate text-sm text-soft">
                  @{me.handle}
                </span>
              </span>
            )}
          </button>
        }
      >
        <MenuItem icon={UserRound} onClick={() => void navigate({ to: '/p', hash: me.handle })}>
          {t('frame.yourProfile')}
        </MenuItem>
        <MenuItem icon={Settings} onClick={() => void navigate({ to: '/settings' })}>
          {t('frame.settings')}
        </MenuItem>
        {me.operator && (
          <MenuItem icon={ShieldAlert} onClick={() => void navigate({ to: '/safety' })}>
            {t('safety.title')}
          </MenuItem>
        )}
        <MenuLine />
        <ThemeChoice />
        <LanguageChoice />
        <MenuLine />
        <MenuItem icon={LogOut} onClick={() => (conversations.length > 0 ? setAsking(true) : void leave())}>
          {t('frame.signOut')}
        </MenuItem>
      </Menu>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={t('messagesPage.signOutTitle')}
        text={t('messagesPage.signOutText')}
        yes={t('frame.signOut')}
        onYes={() => void leave()}
      />
    </>
  );
}
