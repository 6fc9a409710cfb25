import type { PersonCard } from '@stoa/protocol/social';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Face } from '../../design/face.tsx';

/** One person in a list; the row leads to the profile, and what can be done stands at its end. */
export function PersonRow({
  person,
  note,
  action,
}: {
  person: PersonCard;
  note?: string;
  action?: ReactNode;
}) {
  return (
    <div className="flex min-h-16 items-center gap-3">
      <Link
        to="/p"
        hash={person.handle}
        className="flex min-w-0 flex-1 items-center gap-3 rounded-2xl p-1.5 hover:bg-sunken"
      >
        <Face person={person} />
        <span className="min-w-0">
          <span dir="auto" className="block truncate font-semibold">
            {person.name}
          </span>
          <span className="block truncate text-sm text-soft">
            <span dir="ltr">@{person.handle}</span>
            {note && ` · ${note}`}
          </span>
        </span>
      </Link>
      {action}
    </div>
  );
}
