import {
  ArrowDownToLine,
  CircleHelp,
  Ellipsis,
  Flag,
  MicVocal,
  OctagonX,
  Route,
  ScrollText,
  SlidersHorizontal,
  Snowflake,
  Sun,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { Menu, MenuChoice, MenuItem, MenuLine } from '../../design/menu.tsx';
import { useRoomCard } from '../../state/use-room-card.ts';
import { useApp, usePrefs, useRoom, useRoomView } from '../../state/use-store.ts';
import { ThemeChoice } from '../parts/theme-menu.tsx';
import { useActs } from './room-acts.tsx';

export function RoomMenu() {
  const { t } = useTranslation();
  const { prefs } = useApp();
  const { announcements } = usePrefs();
  const room = useRoom();
  const { act, show, report } = useActs();
  const card = useRoomCard();
  const role = useRoomView((view) => view.me?.role);
  const frozen = useRoomView((view) => view.frozen);
  return (
    <Menu
      trigger={
        <Button look="soft" icon={Ellipsis} aria-label={t('room.menu')} className="px-3! sm:px-5!">
          <span className="hidden sm:inline">{t('room.menuShort')}</span>
        </Button>
      }
    >
      {role !== 'listener' && (
        <>
          <MenuItem icon={MicVocal} onClick={() => show('microphone')}>
            {t('settings.microphone')}
          </MenuItem>
          <MenuItem icon={ArrowDownToLine} onClick={() => void act(room.leaveStage())}>
            {t('stage.leave')}
          </MenuItem>
        </>
      )}
      {role === 'moderator' && (
        <>
          <MenuItem icon={SlidersHorizontal} onClick={() => show('rules')}>
            {t('rules.item')}
          </MenuItem>
          {card && (
            <MenuItem icon={ScrollText} onClick={() => show('log')}>
              {t('safety.roomLog')}
            </MenuItem>
          )}
          <MenuItem
            icon={frozen ? Sun : Snowflake}
            hint={frozen ? undefined : t('stage.freezeHint')}
            onClick={() => void act(room.freezeStage(!frozen))}
          >
            {t(frozen ? 'stage.unfreeze' : 'stage.freeze')}
          </MenuItem>
          <MenuItem icon={OctagonX} danger onClick={() => show('end')}>
            {t('end.item')}
          </MenuItem>
        </>
      )}
      {role !== 'listener' && <MenuLine />}
      <MenuItem icon={Route} onClick={() => show('path')}>
        {t('fence.item')}
      </MenuItem>
      <MenuItem icon={CircleHelp} onClick={() => show('help')}>
        {t('settings.help')}
      </MenuItem>
      {card && (
        <MenuItem icon={Flag} onClick={() => report({ about: { kind: 'room', room: card.room } })}>
          {t('inRoom.reportRoom')}
        </MenuItem>
      )}
      <MenuLine />
      <ThemeChoice />
      <MenuChoice
        label={t('settings.announcements')}
        value={announcements}
        onChange={(next) => prefs.set({ announcements: next })}
        options={[
          { value: 'all', label: t('settings.announcementsAll') },
          { value: 'own', label: t('settings.announcementsOwn') },
        ]}
      />
    </Menu>
  );
}
