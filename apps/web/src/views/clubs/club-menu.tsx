import { type Club, clubs } from '@stoa/protocol/social';
import { useNavigate } from '@tanstack/react-router';
import { DoorClosed, LogOut, MoreHorizontal, Pencil } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../design/button.tsx';
import { Confirm } from '../../design/dialog.tsx';
import { Menu, MenuItem } from '../../design/menu.tsx';
import { useAct } from '../../state/use-answer.ts';

export function ClubMenu({ club, onEdit }: { club: Club; onEdit: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [asking, setAsking] = useState<'leave' | 'close'>();
  const stale = [clubs.one, clubs.mine, clubs.directory];
  const leave = useAct(clubs.leave, stale);
  const close = useAct(clubs.close, stale);
  const { name } = club;
  return (
    <>
      <Menu trigger={<IconButton icon={MoreHorizontal} label={t('clubsPage.options')} look="soft" />}>
        {club.mine !== 'member' && (
          <MenuItem icon={Pencil} onClick={onEdit}>
            {t('clubsPage.edit')}
          </MenuItem>
        )}
        {club.mine !== 'owner' && (
          <MenuItem icon={LogOut} danger onClick={() => setAsking('leave')}>
            {t('clubsPage.leave')}
          </MenuItem>
        )}
        {club.mine === 'owner' && (
          <MenuItem icon={DoorClosed} danger onClick={() => setAsking('close')}>
            {t('clubsPage.close')}
          </MenuItem>
        )}
      </Menu>
      <Confirm
        open={asking === 'leave'}
        onOpenChange={() => setAsking(undefined)}
        title={t('clubsPage.leaveTitle', { name })}
        text={t('clubsPage.leaveText')}
        yes={t('clubsPage.leave')}
        onYes={() => leave.mutate({ club: club.club })}
      />
      <Confirm
        open={asking === 'close'}
        onOpenChange={() => setAsking(undefined)}
        title={t('clubsPage.closeTitle', { name })}
        text={t('clubsPage.closeText')}
        yes={t('clubsPage.close')}
        onYes={() => close.mutate({ club: club.club }, { onSuccess: () => void navigate({ to: '/clubs' }) })}
      />
    </>
  );
}
