import type { RoomView } from '@stoa/client';
import { useTranslation } from 'react-i18next';
import { Avatar, type AvatarSize } from '../../../design/avatar.tsx';
import { boundOf } from '../../../state/room-people.ts';
import { useMyself } from '../../../state/use-me.ts';
import { useStagePhoto } from '../../../state/use-stage-photos.ts';
import { useActs } from '../room-acts.tsx';

type StagePerson = RoomView['stage'][number];

/** Whoever has an account on stage can be looked up by whoever has one, too. */
export function SeatFace({ person, name, size }: { person: StagePerson; name: string; size: AvatarSize }) {
  const { t } = useTranslation();
  const { meet } = useActs();
  const signedIn = useMyself().is === 'in';
  const bound = boundOf(person);
  const image = useStagePhoto(person);
  const face = <Avatar leaf={person.leaf} name={name} size={size} faded={person.away} image={image} />;
  if (!bound || !signedIn) return face;
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      aria-label={t('inRoom.aboutName', { name })}
      onClick={() => meet({ name, account: bound.id, person })}
      className="block rounded-full"
    >
      {face}
    </button>
  );
}
