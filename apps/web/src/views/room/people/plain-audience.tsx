import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../design/button.tsx';
import { useRoom, useRoomView } from '../../../state/use-store.ts';
import { PersonTile, TileGrid } from './person-tile.tsx';

/** The audience by the signed list alone, page by page. */
export function PlainAudience() {
  const { t } = useTranslation();
  const room = useRoom();
  const people = useRoomView((view) => view.audience.people);
  const total = useRoomView((view) => view.audience.total);
  const me = useRoomView((view) => view.me?.leaf);
  const [loading, setLoading] = useState(false);
  const more = async () => {
    setLoading(true);
    await room.showMoreAudience().finally(() => setLoading(false));
  };
  return (
    <>
      <TileGrid>
        {people.map((person) => (
          <PersonTile key={person.leaf} person={person} name={person.name} isMe={person.leaf === me} />
        ))}
      </TileGrid>
      {people.length < total && (
        <div className="mt-4 flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button size="small" disabled={loading} onClick={() => void more()}>
            {t('audience.more')}
          </Button>
          <p className="text-sm text-soft">{t('audience.shown', { shown: people.length, total })}</p>
        </div>
      )}
    </>
  );
}
