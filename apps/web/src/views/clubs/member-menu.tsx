import { type Club, clubs, type PersonCard } from '@stoa/protocol/social';
import { Ban, Crown, MoreHorizontal, ShieldMinus, ShieldPlus, UserRoundMinus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../design/button.tsx';
import { Confirm } from '../../design/dialog.tsx';
import { Menu, MenuItem } from '../../design/menu.tsx';
import { useAct } from '../../state/use-answer.ts';

const rank = { member: 0, admin: 1, owner: 2 } as const;

/** What somebody who runs a club can do about a person of lower rank. */
export function MemberMenu({
  club,
  person,
}: {
  club: Club;
  person: PersonCard & { readonly role: 'member' | 'admin' | 'owner' };
}) {
  const { t } = useTranslation();
  const [giving, setGiving] = useState(false);
  const stale = [clubs.members, clubs.one];
  const acts = {
    promote: useAct(clubs.promote, stale),
    demote: useAct(clubs.demote, stale),
    transfer: useAct(clubs.transfer, stale),
    remove: useAct(clubs.remove, stale),
    ban: useAct(clubs.ban, [...stale, clubs.banned]),
  };
  const mine = club.mine === 'owner' || club.mine === 'admin' ? rank[club.mine] : 0;
  if (mine === 0 || mine <= rank[person.role]) return null;
  const { name, account } = person;
  const run = (act: keyof typeof acts) => acts[act].mutate({ club: club.club, account });
  return (
    <>
      <Menu trigger={<IconButton icon={MoreHorizontal} label={t('clubsPage.personOptions', { name })} />}>
        {club.mine === 'owner' && person.role === 'member' && (
          <MenuItem icon={ShieldPlus} onClick={() => run('promote')}>
            {t('clubsPage.promote')}
          </MenuItem>
        )}
        {club.mine === 'owner' && person.role === 'admin' && (
          <MenuItem icon={ShieldMinus} onClick={() => run('demote')}>
            {t('clubsPage.demote')}
          </MenuItem>
        )}
        {club.mine === 'owner' && (
          <MenuItem icon={Crown} onClick={() => setGiving(true)}>
            {t('clubsPage.transfer')}
          </MenuItem>
        )}
        <MenuItem icon={UserRoundMinus} danger onClick={() => run('remove')}>
          {t('clubsPage.remove')}
        </MenuItem>
        <MenuItem icon={Ban} danger onClick={() => run('ban')}>
          {t('clubsPage.ban')}
        </MenuItem>
      </Menu>
      <Confirm
        open={giving}
        onOpenChange={setGiving}
        title={t('clubsPage.transferTitle', { name })}
        text={t('clubsPage.transferText')}
        yes={t('clubsPage.transferYes')}
        onYes={() => run('transfer')}
      />
    </>
  );
}
