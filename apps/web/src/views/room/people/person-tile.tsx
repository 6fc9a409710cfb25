import type { PersonCard } from '@stoa/protocol/social';
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../../../design/avatar.tsx';
import { classes } from '../../../design/classes.ts';
import { Face } from '../../../design/face.tsx';
import type { RosterPerson } from '../../../state/room-people.ts';
import { useRoomView } from '../../../state/use-store.ts';
import { PersonMenuButton } from '../person-menu.tsx';
import { useActs } from '../room-acts.tsx';

// A menu beside each name needs room.
const columns = {
  close:
    'grid-cols-[repeat(auto-fill,minmax(min(10.5rem,100%),1fr))] min-[24rem]:grid-cols-[repeat(auto-fill,minmax(min(9.5rem,100%),1fr))]',
  roomy: 'grid-cols-[repeat(auto-fill,minmax(min(13rem,100%),1fr))]',
};

export function TileGrid({ children }: { children: ReactNode }) {
  const moderating = useRoomView((view) => view.me?.role === 'moderator');
  return (
    <ul className={classes('grid gap-x-3 gap-y-1', moderating ? columns.roomy : columns.close)}>
      {children}
    </ul>
  );
}

type Props = {
  name: string;
  isMe: boolean;
  /** By the signed list, as far as it was looked up. */
  person?: RosterPerson | undefined;
  /** At the app's server. */
  card?: PersonCard | undefined;
  note?: string | undefined;
};

/** One of many: what is out of sight is not laid out, so that two thousand are no burden. */
export const PersonTile = memo(
  function PersonTile({ name: given, isMe, person, card, note }: Props) {
    const { t } = useTranslation();
    const { meet } = useActs();
    const name = given || t('seat.nameless');
    const below = note ?? (isMe ? t('seat.you') : undefined);
    const face = card ? (
      <Face person={card} />
    ) : (
      person && <Avatar leaf={person.leaf} name={name} size="small" />
    );
    const words = (
      <>
        {face}
        <span className="min-w-0 flex-1 leading-tight ltr:text-left rtl:text-right">
          <bdi className="line-clamp-2 [overflow-wrap:anywhere]">{name}</bdi>
          {below && <span className="block text-sm text-soft">{below}</span>}
        </span>
      </>
    );
    return (
      <li className="flex min-h-14 min-w-0 items-center gap-1 [contain-intrinsic-size:auto_3.5rem] [content-visibility:auto]">
        {card ? (
          <button
            type="button"
            aria-haspopup="dialog"
            onClick={() => meet({ name, account: card.account, person })}
            className="flex min-h-12 min-w-0 flex-1 items-center gap-2.5 rounded-2xl py-1 pe-1 hover:bg-sunken"
          >
            {words}
          </button>
        ) : (
          <span className="flex min-w-0 flex-1 items-center gap-2.5">{words}</span>
        )}
        {person && <PersonMenuButton person={person} />}
      </li>
    );
  },
  (a, b) =>
    a.isMe === b.isMe &&
    a.name === b.name &&
    a.note === b.note &&
    a.person?.leaf === b.person?.leaf &&
    a.card?.handle === b.card?.handle &&
    a.card?.image?.reveal() === b.card?.image?.reveal(),
);
