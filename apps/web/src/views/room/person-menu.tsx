import { Ellipsis, Flag, Info } from 'lucide-react';
import { createContext, type ReactNode, use, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../design/button.tsx';
import {
  MenuItem,
  MenuLine,
  SharedMenu,
  type SharedMenuHandle,
  SharedMenuTrigger,
  sharedMenu,
} from '../../design/menu.tsx';
import { boundOf, type RosterPerson } from '../../state/room-people.ts';
import { useMyself } from '../../state/use-me.ts';
import { PersonActionItems } from './person-action-items.tsx';
import { useActs } from './room-acts.tsx';
import { usePersonActions } from './use-person-actions.ts';

type Handle = SharedMenuHandle<RosterPerson>;
const Context = createContext<Handle | undefined>(undefined);

/** One menu for everybody in the room: with two thousand people, two thousand menus would be made for nothing. */
export function PersonMenus({ children }: { children: ReactNode }) {
  const [menu] = useState(() => sharedMenu<RosterPerson>());
  return (
    <Context value={menu}>
      {children}
      <SharedMenu menu={menu}>{(person) => <Items person={person} />}</SharedMenu>
    </Context>
  );
}

/** The button of a person's menu; nothing at all where there is nothing to offer. */
export function PersonMenuButton({ person, className }: { person: RosterPerson; className?: string }) {
  const { t } = useTranslation();
  const menu = use(Context);
  const actions = usePersonActions(person);
  if (!menu || actions.length === 0) return null;
  const name = person.name || t('seat.nameless');
  return (
    <SharedMenuTrigger
      menu={menu}
      about={person}
      trigger={
        <IconButton icon={Ellipsis} label={t('person.options', { name })} className={className ?? ''} />
      }
    />
  );
}

function Items({ person }: { person: RosterPerson }) {
  const { t } = useTranslation();
  const { meet, report } = useActs();
  const signedIn = useMyself().is === 'in';
  const bound = signedIn ? boundOf(person) : undefined;
  return (
    <>
      {bound && (
        <>
          <MenuItem icon={Info} onClick={() => meet({ name: person.name, account: bound.id, person })}>
            {t('inRoom.about')}
          </MenuItem>
          <MenuLine />
        </>
      )}
      <PersonActionItems person={person} />
      {bound && (
        <MenuItem
          icon={Flag}
          onClick={() =>
            report({ about: { kind: 'person', account: bound.id, name: person.name }, leaf: person.leaf })
          }
        >
          {t('inRoom.report')}
        </MenuItem>
      )}
    </>
  );
}
