import { limits } from '@stoa/protocol';
import { hallway, handsPolicySchema, type RoomCard, roomLimits, rooms, topics } from '@stoa/protocol/social';
import { DoorOpen, UserRoundCheck } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../design/button.tsx';
import { Chips } from '../../../design/chips.tsx';
import { ChoiceCards } from '../../../design/choice-cards.tsx';
import { TextField } from '../../../design/field.tsx';
import { Switch } from '../../../design/switch.tsx';
import {
  changesNothing,
  editOf,
  mayChangeKind,
  mayChangeTitle,
  mayHaveGuests,
  type RoomWords,
  wordsOf,
} from '../../../state/room-rules.ts';
import { refusalOf, useAct } from '../../../state/use-answer.ts';

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
      {mayHaveGuests(wish.kind) && (
        <Switch
          label={t('openRoom.guests')}
          hint={t('openRoom.guestsHint')}
          on={wish.guests}
          onChange={(guests) => change({ guests })}
        />
      )}
      <ChoiceCards
        legend={t('openRoom.handsLabel')}
        value={wish.hands}
        onChange={(hands) => change({ hands })}
        choices={handsPolicySchema.options.map((value) => ({ value, label: t(`openRoom.hands.${value}`) }))}
      />
      <Chips
        legend={t('openRoom.topics', { max: roomLimits.topics })}
        options={topics.map((value) => ({ value, label: t(`topics.${value}`) }))}
        chosen={wish.topics}
        most={roomLimits.topics}
        onChange={(chosen) => change({ topics: chosen })}
      />
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
