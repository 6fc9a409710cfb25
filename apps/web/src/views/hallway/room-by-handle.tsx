import { rooms } from '@stoa/protocol/social';
import { DoorClosed } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../design/empty.tsx';
import { ScreenHeading } from '../../design/screen-heading.tsx';
import { useHashAnswer } from '../../state/use-hash-answer.ts';
import { useTitle } from '../../state/use-title.ts';
import { AppFrame } from '../frame/app-frame.tsx';
import { AnswerView } from '../parts/answer-view.tsx';
import { RoomList } from './room-list.tsx';

/** One room that a notice or an event led to; a tap listens. */
export function RoomByHandle() {
  const { t } = useTranslation();
  useTitle(t('hallway.documentTitle'));
  const { answer } = useHashAnswer(rooms.show, 'room');
  return (
    <AppFrame>
      <ScreenHeading className="sr-only">{t('hallway.heading')}</ScreenHeading>
      <AnswerView answer={answer} rows={1} absent={<Gone />}>
        {(card) => <RoomList rooms={[card]} />}
      </AnswerView>
    </AppFrame>
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
