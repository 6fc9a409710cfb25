import type { Endpoint } from '@stoa/protocol/social';
import * as social from '@stoa/protocol/social';
import { accountsRows } from './accounts.ts';
import { clubsRows } from './clubs.ts';
import { eventsRows } from './events.ts';
import { messagesRows } from './messages.ts';
import { notificationsRows } from './notifications.ts';
import { peopleRows } from './people.ts';
import { hallwayRows, roomsRows } from './rooms.ts';
import type { Row } from './row.ts';
import { safetyRows } from './safety.ts';
import { yourDataRows } from './your-data.ts';

/** The lines of each feature's calls. */
export const features: Readonly<Record<string, { readonly rows: readonly Row[] }>> = {
  accounts: { rows: accountsRows },
  people: { rows: peopleRows },
  rooms: { rows: roomsRows },
  hallway: { rows: hallwayRows },
  clubs: { rows: clubsRows },
  events: { rows: eventsRows },
  messages: { rows: messagesRows },
  notifications: { rows: notificationsRows },
  safety: { rows: safetyRows },
  yourData: { rows: yourDataRows },
};

/** Every endpoint of the app's protocol: whatever it exports that is a set of calls. */
export function callsOfApp(): Endpoint[] {
  return Object.values(social as Readonly<Record<string, unknown>>).flatMap((exported) => {
    if (typeof exported !== 'object' || exported === null) return [];
    const values: unknown[] = Object.values(exported);
    return values.length > 0 && values.every(isCall) ? values : [];
  });
}

const isCall = (value: unknown): value is Endpoint =>
  typeof value === 'object' && value !== null && 'path' in value && 'access' in value && 'reply' in value;
