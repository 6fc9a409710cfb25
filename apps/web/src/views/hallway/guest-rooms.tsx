import { hallway, type RoomCard } from '@stoa/protocol/social';
import { useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { linkOf } from '../../state/room-link.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { noTaste } from '../../state/use-hallway.ts';
import { useApp } from '../../state/use-store.ts';
import { RoomCardView } from './room-card.tsx';

const shown = 3;

/** What anybody may hear right now, without an account: one tap listens. The tap also unlocks the sound. */
export function GuestRooms() {
  const { t } = useTranslation();
  const { visit, prefs } = useApp();
  const router = useRouter();
  const answer = useAnswer(hallway.feed, { taste: noTaste, limit: shown, skip: 0 });
  const rooms = answer.data?.rooms.filter((card) => linkOf(card)) ?? [];
  const listen = (card: RoomCard) => {
    const path = linkOf(card);
    if (!path) return;
    // Whoever only listens need not think of a name first.
    visit.join(path, prefs.get().name || t('hallway.guestName'));
    router.history.push(path);
  };
  // Nothing live, no accounts on this server, or no answer: the page is complete without it.
  if (rooms.length === 0) return null;
  return (
    <section aria-labelledby="live-now" className="grid grid-cols-[minmax(0,1fr)] gap-4 pt-9">
      <h2 id="live-now" className="font-display text-2xl font-semibold tracking-tight sm:text-3xl">
        {t('hallway.heading')}
      </h2>
      <ul className="grid max-w-[34rem] grid-cols-[minmax(0,1fr)] gap-4">
        {rooms.map((card) => (
          <li key={card.room.reveal()}>
            <RoomCardView card={card} onListen={() => listen(card)} />
          </li>
        ))}
      </ul>
    </section>
  );
}
