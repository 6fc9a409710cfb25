import { limits } from '@stoa/protocol';
import { hallway, type RoomCard, rooms } from '@stoa/protocol/social';
import { DoorOpen, UserRoundCheck } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../design/button.tsx';
import { ChoiceCards } from '../../../design/choice-cards.tsx';
import { TextField } from '../../../design/field.tsx';
import {
  changesNothing,
  editOf,
  mayChangeKind,
  mayChangeTitle,
  type RoomWords,
  wordsOf,
} from '../../../state/room-rules.ts';
import { refusalOf, useAct } from '../../../state/use-answer.ts';
import { GuestsAndHands, RoomTopics } from '../../parts/room-choices.tsx';

/** The words by which a room is found, and who comes in: for rooms of people with accounts. */
export function RoomWordsForm({ card, onSaved }: { card: RoomCard; onSaved: () => void }) {
  const { t } = useTranslation();
  const [wish, setWish] = useState<RoomWords>(() => wordsOf(card));
  const change = (part: Partial<RoomWords>) => setWish((now) => ({ ...now, ...part }));
  const save = useAct(rooms.edit, [rooms.show, rooms.mine, hallway.feed]);
  const edit = editOf(card, wish);
  const why = refusalOf(save.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!edit) return;
    if (changesNothing(edit)) onSaved();
    else save.mutate(edit, { onSuccess: onSaved });
  };
  return (
    <form
      noValidate
      onSubmit={submit}
      aria-label={t('rules.words')}
      className="grid grid-cols-[minmax(0,1fr)] gap-5 border-t border-line pt-5"
    >
      {mayChangeTitle(card) && (
        <TextField
          label={t('openRoom.titleLabel')}
          autoComplete="off"
          value={wish.title}
          onChange={(event) => change({ title: event.currentTarget.value })}
          error={edit ? undefined : t('openRoom.titleWrong', { max: limits.titleCodePoints })}
        />
      )}
      {mayChangeKind(card) && (
        <ChoiceCards
          legend={t('openRoom.kindLabel')}
          value={wish.kind}
          onChange={(kind) => change({ kind })}
          choices={(
            [
              ['open', DoorOpen],
              ['social', UserRoundCheck],
            ] as const
          ).map(([value, icon]) => ({ value, icon, label: t(`openRoom.kind.${value}`) }))}
        />
      )}
      <GuestsAndHands wish={wish} change={change} />
      <RoomTopics chosen={wish.topics} onChange={(topics) => change({ topics })} />
      <div>
        <Button type="submit" look="primary" wide disabled={!edit || save.isPending}>
          {t('rules.save')}
        </Button>
        <p role="alert" className="mt-2 text-center font-semibold text-danger empty:hidden">
          {why ? t(`answers.refused.${why}`) : ''}
        </p>
      </div>
    </form>
  );
}
