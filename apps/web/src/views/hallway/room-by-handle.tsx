import { rooms } from '@stoa/protocol/social';
import { useLocation } from '@tanstack/react-router';
import { DoorClosed } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { Empty } from '../../design/empty.tsx';
import { ScreenHeading } from '../../design/screen-heading.tsx';
import { useAnswer } from '../../state/use-answer.ts';
import { useTitle } from '../../state/use-title.ts';
import { AppFrame } from '../frame/app-frame.tsx';
import { AnswerView } from '../parts/answer-view.tsx';
import { RoomList } from './room-list.tsx';

/** One room that a notice or an event led to; a tap listens. */
export function RoomByHandle() {
  const { t } = useTranslation();
  useTitle(t('hallway.documentTitle'));
  const room = useLocation({ select: ({ hash }) => hash });
  const body = rooms.show.body.safeParse({ room });
  return (
    <AppFrame>
      <ScreenHeading className="sr-only">{t('hallway.heading')}</ScreenHeading>
      {body.success ? <Shown body={body.data} /> : <Gone />}
    </AppFrame>
  );
}

function Shown({ body }: { body: z.output<typeof rooms.show.body> }) {
  const answer = useAnswer(rooms.show, body);
  return (
    <AnswerView answer={answer} rows={1} absent={<Gone />}>
      {(card) => <RoomList rooms={[card]} />}
    </AnswerView>
  );
}

function Gone() {
  const { t } = useTranslation();
  return (
    <Empty icon={DoorClosed} title={t('closed.roomNotFound.title')}>
      <p>{t('closed.roomNotFound.text')}</p>
    </Empty>
  );
}
