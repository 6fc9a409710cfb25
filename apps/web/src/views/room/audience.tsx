import type { RoomView } from '@stoa/client';
import { Link2 } from 'lucide-react';
import { memo, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../../design/avatar.tsx';
import { Button } from '../../design/button.tsx';
import { classes } from '../../design/classes.ts';
import { useRoom, useRoomView } from '../../state/use-store.ts';
import { PersonMenu } from './person-menu.tsx';
import { useActs } from './room-acts.tsx';

type Person = RoomView['audience']['people'][number];

// A menu beside each name needs room.
const columns = {
  close:
    'grid-cols-[repeat(auto-fill,minmax(min(10.5rem,100%),1fr))] min-[24rem]:grid-cols-[repeat(auto-fill,minmax(min(9.5rem,100%),1fr))]',
  roomy: 'grid-cols-[repeat(auto-fill,minmax(min(13rem,100%),1fr))]',
};

export function Audience() {
  const { t } = useTranslation();
  const id = useId();
  const room = useRoom();
  const { people, total } = useRoomView((view) => view.audience);
  const me = useRoomView((view) => view.me?.leaf);
  const moderating = useRoomView((view) => view.me?.role === 'moderator');
  const { show } = useActs();
  const [loading, setLoading] = useState(false);
  const more = async () => {
    setLoading(true);
    await room.showMoreAudience().finally(() => setLoading(false));
  };
  return (
    <section aria-labelledby={id} className="px-1 sm:px-2">
      <div className="mb-3 flex flex-wrap items-baseline gap-x-3">
        <h2 id={id} className="font-semibold">
          {t('audience.title')}
        </h2>
        {total > 0 && <p className="text-sm text-soft">{t('audience.total', { count: total })}</p>}
      </div>
      {total === 0 ? (
        <div className="flex flex-wrap items-center gap-4 rounded-2xl border border-dashed border-line-strong p-4 sm:p-5">
          <p className="min-w-[min(100%,15rem)] flex-1 text-soft">{t('audience.empty')}</p>
          <Button look="primary" icon={Link2} onClick={() => show('share')}>
            {t('audience.invite')}
          </Button>
        </div>
      ) : (
        <ul className={classes('grid gap-x-3 gap-y-1', moderating ? columns.roomy : columns.close)}>
          {people.map((person) => (
            <Listener key={person.leaf} person={person} isMe={person.leaf === me} />
          ))}
        </ul>
      )}
      {people.length < total && (
        <div className="mt-4 flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button size="small" disabled={loading} onClick={() => void more()}>
            {t('audience.more')}
          </Button>
          <p className="text-sm text-soft">{t('audience.shown', { shown: people.length, total })}</p>
        </div>
      )}
    </section>
  );
}

const Listener = memo(
  function Listener({ person, isMe }: { person: Person; isMe: boolean }) {
    const { t } = useTranslation();
    const name = person.name || t('seat.nameless');
    return (
      <li className="flex min-h-14 min-w-0 items-center gap-2.5">
        <Avatar leaf={person.leaf} name={name} size="small" />
        <span className="min-w-0 flex-1 leading-tight">
          <bdi className="line-clamp-2 [overflow-wrap:anywhere]">{name}</bdi>
          {isMe && <span className="block text-sm text-soft">{t('seat.you')}</span>}
        </span>
        <PersonMenu person={person} />
      </li>
    );
  },
  (a, b) => a.isMe === b.isMe && a.person.leaf === b.person.leaf && a.person.name === b.person.name,
);
