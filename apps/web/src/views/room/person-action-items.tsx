import {
  ArrowDownToLine,
  type LucideIcon,
  MessageCircle,
  MessageCircleOff,
  MicOff,
  ShieldPlus,
  Sparkles,
  TimerOff,
  UserX,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { MenuItem, MenuLine } from '../../design/menu.tsx';
import { needsConfirmation, type PersonAction } from '../../state/person-actions.ts';
import type { RosterPerson } from '../../state/room-people.ts';
import { useActs } from './room-acts.tsx';
import { useDoTo } from './use-do-to.ts';
import { usePersonActions } from './use-person-actions.ts';

export const actionIcons: Record<PersonAction, LucideIcon> = {
  invite: Sparkles,
  mute: MicOff,
  keepOnStage: TimerOff,
  moveToAudience: ArrowDownToLine,
  makeModerator: ShieldPlus,
  silence: MessageCircleOff,
  unsilence: MessageCircle,
  remove: UserX,
};

/** A moderator's choices about one person, as items of a menu. */
export function PersonActionItems({ person }: { person: RosterPerson }) {
  const { t } = useTranslation();
  const { confirm } = useActs();
  const doTo = useDoTo();
  const actions = usePersonActions(person);
  return actions.map((action) => (
    <div key={action} role="none">
      {action === 'remove' && actions.length > 1 && <MenuLine />}
      <MenuItem
        icon={actionIcons[action]}
        danger={action === 'remove'}
        onClick={() => (needsConfirmation(action) ? confirm({ action, person }) : doTo(action, person))}
      >
        {t(`person.${action}`)}
      </MenuItem>
    </div>
  ));
}
