import type { EventCard } from '@stoa/protocol/social';
import { EventRow } from './event-row.tsx';

export function EventList({ events }: { events: readonly EventCard[] }) {
  return (
    <ul className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {events.map((event) => (
        <li key={event.event.reveal()}>
          <EventRow event={event} />
        </li>
      ))}
    </ul>
  );
}
