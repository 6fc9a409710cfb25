import type { RoomView } from '@stoa/client';
import {
  ArrowDownToLine,
  Ellipsis,
  type LucideIcon,
  MicOff,
  ShieldPlus,
  Sparkles,
  UserX,
} from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../design/button.tsx';
import { Confirm } from '../../design/dialog.tsx';
import { Menu, MenuItem, MenuLine } from '../../design/menu.tsx';
import { needsConfirmation, type PersonAction, personActions } from '../../state/person-actions.ts';
import { useRoom, useRoomView } from '../../state/use-store.ts';
import { useActs } from './room-acts.tsx';

type Person = RoomView['audience']['people'][number] | RoomView['stage'][number];

const icons: Record<PersonAction, LucideIcon> = {
  invite: Sparkles,
  mute: MicOff,
  moveToAudience: ArrowDownToLine,
  makeModerator: ShieldPlus,
  remove: UserX,
};

/** A moderator's choices about one person; nothing at all for everybody else. */
export function PersonMenu({ person, className }: { person: Person; className?: string }) {
  const { t } = useTranslation();
  const room = useRoom();
  const { act } = useActs();
  const me = useRoomView((view) => view.me);
  const frozen = useRoomView((view) => view.frozen);
  const [asking, setAsking] = useState<'remove' | 'makeModerator'>();
  const actions = personActions(me, person, frozen);
  if (actions.length === 0) return null;
  const name = person.name || t('seat.nameless');
  const run = (action: PersonAction) => void act(room[action](person.leaf));
  return (
    <>
      <Menu
        trigger={
          <IconButton icon={Ellipsis} label={t('person.options', { name })} className={className ?? ''} />
        }
      >
        {actions.map((action) => (
          <div key={action} role="none">
            {action === 'remove' && actions.length > 1 && <MenuLine />}
            <MenuItem
              icon={icons[action]}
              danger={action === 'remove'}
              onClick={() => (needsConfirmation(action) ? setAsking(action) : run(action))}
            >
              {t(`person.${action}`)}
            </MenuItem>
          </div>
        ))}
      </Menu>
      <Confirm
        open={asking === 'remove'}
        onOpenChange={() => setAsking(undefined)}
        title={<bdi>{t('person.removeTitle', { name })}</bdi>}
        text={t('person.removeText')}
        yes={t('person.removeYes')}
        onYes={() => run('remove')}
      />
      <Confirm
        open={asking === 'makeModerator'}
        onOpenChange={() => setAsking(undefined)}
        title={<bdi>{t('person.moderatorTitle', { name })}</bdi>}
        text={t('person.moderatorText')}
        yes={t('person.moderatorYes')}
        onYes={() => run('makeModerator')}
      />
    </>
  );
}
