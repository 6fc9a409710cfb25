import { accounts } from './accounts/accounts.ts';
import { clubs } from './clubs/clubs.ts';
import { events } from './events/events.ts';
import type { MakeFeature } from './feature.ts';
import { hallway } from './hallway/hallway.ts';
import { messages } from './messages/messages.ts';
import { notifications } from './notifications/notifications.ts';
import { people } from './people/people.ts';
import { rooms } from './rooms/rooms.ts';
import { safety } from './safety/safety.ts';
import { yourData } from './your-data/your-data.ts';

/** All features, in the order in which they start; they stop in the opposite one. */
export const features: readonly MakeFeature[] = [
  accounts,
  people,
  clubs,
  events,
  notifications,
  messages,
  rooms,
  hallway,
  safety,
  yourData,
];
