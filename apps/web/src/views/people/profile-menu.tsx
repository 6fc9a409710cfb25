import { notifications, type Profile, people } from '@stoa/protocol/social';
import { Ban, BellOff, BellRing, Flag, MoreHorizontal } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../design/button.tsx';
import { Confirm } from '../../design/dialog.tsx';
import { Menu, MenuChoice, MenuItem, MenuLine } from '../../design/menu.tsx';
import { useAct } from '../../state/use-answer.ts';
import { ReportDialog } from '../safety/report-dialog.tsx';

/** What one can do about somebody: hear of them, or not; never meet them again. */
export function ProfileMenu({ profile }: { profile: Profile }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const [reporting, setReporting] = useState(false);
  const stale = [people.profile, people.suggestions, people.search, people.blocked, people.muted];
  const mute = useAct(people.mute, stale);
  const unmute = useAct(people.unmute, stale);
  const block = useAct(people.block, stale);
  const bell = useAct(notifications.setBell, stale);
  const { account, name } = profile;
  return (
    <>
      <Menu trigger={<IconButton icon={MoreHorizontal} label={t('people.options', { name })} look="soft" />}>
        {profile.follows && (
          <>
            <MenuChoice
              label={t('people.bell')}
              value={profile.bell}
              onChange={(level) => bell.mutate({ account, level })}
              options={(['always', 'sometimes', 'never'] as const).map((value) => ({
                value,
                label: t(`people.bells.${value}`),
              }))}
            />
            <MenuLine />
          </>
        )}
        <MenuItem
          icon={profile.muted ? BellRing : BellOff}
          hint={profile.muted ? undefined : t('people.muteHint')}
          onClick={() => (profile.muted ? unmute : mute).mutate({ account })}
        >
          {t(profile.muted ? 'people.unmute' : 'people.mute')}
        </MenuItem>
        <MenuItem icon={Ban} danger onClick={() => setAsking(true)}>
          {t('people.block')}
        </MenuItem>
        <MenuItem icon={Flag} danger onClick={() => setReporting(true)}>
          {t('report.action')}
        </MenuItem>
      </Menu>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={t('people.blockTitle', { name })}
        text={t('people.blockText')}
        yes={t('people.blockYes')}
        onYes={() => block.mutate({ account })}
      />
      <ReportDialog about={{ kind: 'person', account, name }} open={reporting} onOpenChange={setReporting} />
    </>
  );
}
