import type { RoomView } from '@stoa/client';
import { BadgeCheck, MicOff, ShieldAlert, WifiOff } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AvatarSize } from '../../design/avatar.tsx';
import { classes } from '../../design/classes.ts';
import { HiddenText } from '../../design/hidden-text.tsx';
import { SeatFace } from './people/seat-face.tsx';
import { PersonMenuButton } from './person-menu.tsx';
import { ProbationClock } from './probation-note.tsx';

type StagePerson = RoomView['stage'][number];

/** One person on stage. Every mark has words; the ring's words are for whoever looks, they are never announced. */
export const Seat = memo(function Seat({ person, size }: { person: StagePerson; size: AvatarSize }) {
  const { t } = useTranslation();
  const name = person.name || t('seat.nameless');
  const marks = [
    person.speaking && t('seat.speaking'),
    person.muted && t('seat.muted'),
    person.away && t('seat.away'),
    person.verified === 'verified' && !person.isMe && t('seat.verified'),
    person.verified === 'failed' && t('seat.failed'),
  ].filter((mark) => mark !== false);
  return (
    <li className="relative flex min-w-0 flex-col items-center px-1 py-3 text-center">
      <span className="relative">
        <span
          className={classes('voice-ring block rounded-full', person.verified === 'failed' && 'grayscale')}
          data-level={person.speaking && person.verified !== 'failed' ? person.level : undefined}
        >
          <SeatFace person={person} name={name} size={size} />
        </span>
        <Mark person={person} />
        <PersonMenuButton
          person={person}
          className="absolute! -end-3 -top-2 size-8! border-line! bg-surface! after:absolute after:-inset-2 hover:border-line-strong!"
        />
      </span>
      <bdi className="mt-3 line-clamp-2 max-w-full text-[0.9375rem] leading-tight font-semibold [overflow-wrap:anywhere]">
        {name}
      </bdi>
      <span className="mt-0.5 text-sm leading-tight text-soft">
        {person.verified === 'verified' && !person.isMe && (
          <BadgeCheck aria-hidden="true" className="me-1 inline size-4 -translate-y-px text-live" />
        )}
        {person.isMe && `${t('seat.you')} · `}
        {t(`role.${person.role}`)}
        {person.away && <span aria-hidden="true"> · {t('seat.awayShort')}</span>}
        {person.verified === 'failed' && (
          <span aria-hidden="true" className="block font-semibold text-danger">
            {t('seat.failedShort')}
          </span>
        )}
      </span>
      {person.probationEndsAt !== undefined && <ProbationClock endsAt={person.probationEndsAt} />}
      {marks.length > 0 && <HiddenText>, {marks.join(', ')}</HiddenText>}
    </li>
  );
}, samePerson);

function Mark({ person }: { person: StagePerson }) {
  const Icon =
    person.verified === 'failed' ? ShieldAlert : person.away ? WifiOff : person.muted ? MicOff : undefined;
  if (!Icon) return null;
  return (
    <span
      aria-hidden="true"
      className={classes(
        'absolute -end-1 -bottom-1 flex size-8 items-center justify-center rounded-full border-2 border-surface',
        person.verified === 'failed' ? 'bg-danger text-on-danger' : 'bg-surface text-ink',
      )}
    >
      <Icon className="size-4" />
    </span>
  );
}

type SeatProps = { person: StagePerson; size: AvatarSize };

function samePerson(a: SeatProps, b: SeatProps): boolean {
  const [p, q] = [a.person, b.person];
  return (
    a.size === b.size &&
    p.leaf === q.leaf &&
    p.name === q.name &&
    p.role === q.role &&
    p.muted === q.muted &&
    p.away === q.away &&
    p.speaking === q.speaking &&
    p.level === q.level &&
    p.verified === q.verified &&
    p.probationEndsAt === q.probationEndsAt &&
    p.account?.id.reveal() === q.account?.id.reveal() &&
    p.isMe === q.isMe
  );
}
