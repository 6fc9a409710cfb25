import { clubs, events } from '@stoa/protocol/social';
import { useLocation } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ScreenHeading } from '../../design/screen-heading.tsx';
import { startsEvent } from '../../state/room-plan.ts';
import { useHashAnswer } from '../../state/use-hash-answer.ts';
import { useApp } from '../../state/use-store.ts';
import { useTitle } from '../../state/use-title.ts';
import { AppFrame } from '../frame/app-frame.tsx';
import { AnswerView } from '../parts/answer-view.tsx';
import { OpenRoomForm } from './open-room-form.tsx';

const forClub = 'club-';

/** After the `#`: the event, or the club, that the room is for. */
export function StartMemberPage() {
  const { t } = useTranslation();
  useTitle(t('openRoom.documentTitle'));
  const after = useLocation({ select: ({ hash }) => hash });
  const club =
    after.startsWith(forClub) && clubs.one.body.safeParse({ club: after.slice(forClub.length) }).data;
  return (
    <AppFrame>
      <ScreenHeading className="mb-5 font-display text-3xl font-semibold tracking-tight sm:text-4xl">
        {t('openRoom.heading')}
      </ScreenHeading>
      {events.one.body.safeParse({ event: after }).success ? (
        <OfEvent />
      ) : (
        <OpenRoomForm about={club || {}} />
      )}
    </AppFrame>
  );
}

/** Begins with what the event says; one that is gone holds nobody up. */
function OfEvent() {
  const { call } = useApp();
  const { hash, answer } = useHashAnswer(events.one, 'event');
  return (
    <AnswerView answer={answer} absent={<OpenRoomForm about={{}} />}>
      {({ title, audience, club }) => (
        <OpenRoomForm
          about={{ title, ...(audience === 'club' && club && { club: club.club }) }}
          onOpen={(path) => startsEvent(call, hash, path)}
        />
      )}
    </AnswerView>
  );
}
