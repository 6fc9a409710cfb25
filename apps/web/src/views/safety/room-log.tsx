import type { RoomHandle } from '@stoa/protocol';
import { type RoomAct, safety } from '@stoa/protocol/social';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../design/dialog.tsx';
import { useAnswer } from '../../state/use-answer.ts';
import { AnswerView } from '../parts/answer-view.tsx';

/** What moderators did in this room, for them alone. */
export function RoomLog({
  room,
  open,
  onOpenChange,
}: {
  room: RoomHandle;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const { t } = useTranslation();
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('safety.roomLog')}>
      <p className="mt-2 mb-3 text-soft">{t('safety.roomLogText')}</p>
      {open && <Acts room={room} />}
    </Dialog>
  );
}

function Acts({ room }: { room: RoomHandle }) {
  const { t, i18n } = useTranslation();
  const answer = useAnswer(safety.roomLog, { room });
  const time = new Intl.DateTimeFormat(i18n.language, { timeStyle: 'medium' });
  const name = (card: RoomAct['by'], isGuest: boolean) =>
    card?.name || t(isGuest ? 'safety.guest' : 'safety.nobody');
  return (
    <AnswerView answer={answer} rows={2}>
      {({ acts }) =>
        acts.length === 0 ? (
          <p className="text-soft">{t('safety.roomLogEmpty')}</p>
        ) : (
          <ol className="grid grid-cols-[minmax(0,1fr)] gap-2.5">
            {acts.map(({ at, act, by, of, ofGuest }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a list that is read, not changed
              <li key={i} className="flex items-baseline gap-3">
                <time
                  dateTime={new Date(at).toISOString()}
                  className="shrink-0 text-sm text-soft tabular-nums"
                >
                  {time.format(at)}
                </time>
                <span dir="auto">
                  {t(`safety.roomActs.${act}`, { by: name(by, true), of: name(of, ofGuest) })}
                </span>
              </li>
            ))}
          </ol>
        )
      }
    </AnswerView>
  );
}
