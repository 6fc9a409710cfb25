import { hallway, type RoomCard, type Taste } from '@stoa/protocol/social';
import { useEffect, useState } from 'react';
import { refusalOf, useAnswer } from './use-answer.ts';
import { useApp } from './use-store.ts';

const first = 30;

/** Somebody who has not said what it likes. One object, so that nothing is asked anew for each rendering. */
export const noTaste: Taste = { topics: [], languages: [] };

export type Hallway = {
  readonly rooms: readonly RoomCard[] | undefined;
  readonly trouble: ReturnType<typeof refusalOf>;
  readonly again: () => void;
};

/** The feed, and from then on what the server pushes: the whole order, and the cards that changed. */
export function useHallway(taste: Taste): Hallway {
  const { live } = useApp();
  const feed = useAnswer(hallway.feed, { taste, limit: first, skip: 0 });
  const [pushed, setPushed] = useState<readonly RoomCard[]>();

  useEffect(() => {
    const cards = new Map<string, RoomCard>();
    const stop = live.onMessage((message) => {
      if (message.t !== 'hallway') return;
      for (const card of message.rooms) cards.set(card.room.reveal(), card);
      const order = message.order.map((room) => cards.get(room.reveal()));
      const known = new Set(message.order.map((room) => room.reveal()));
      for (const name of cards.keys()) if (!known.has(name)) cards.delete(name);
      setPushed(order.filter((card) => card !== undefined));
    });
    live.keepSaying('hallway', { t: 'watchHallway', taste });
    return () => {
      live.keepSaying('hallway', undefined, { t: 'leaveHallway' });
      stop();
    };
  }, [live, taste]);

  return {
    rooms: pushed ?? feed.data?.rooms,
    trouble: pushed ? undefined : refusalOf(feed.error),
    again: () => void feed.refetch(),
  };
}
