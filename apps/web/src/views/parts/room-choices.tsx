import { handsPolicySchema, roomLimits, type Topic, topics } from '@stoa/protocol/social';
import { useTranslation } from 'react-i18next';
import { Chips } from '../../design/chips.tsx';
import { ChoiceCards } from '../../design/choice-cards.tsx';
import { Switch } from '../../design/switch.tsx';
import { mayHaveGuests, type RoomWords } from '../../state/room-rules.ts';

/** By what a room is found, up to a few. */
export function RoomTopics({
  chosen,
  onChange,
}: {
  chosen: readonly Topic[];
  onChange: (chosen: readonly Topic[]) => void;
}) {
  const { t } = useTranslation();
  return (
    <Chips
      legend={t('openRoom.topics', { max: roomLimits.topics })}
      options={topics.map((value) => ({ value, label: t(`topics.${value}`) }))}
      chosen={chosen}
      most={roomLimits.topics}
      onChange={onChange}
    />
  );
}

type Words = Pick<RoomWords, 'kind' | 'guests' | 'hands'>;

/** Who may listen without an account, where anybody may, and who may ask to speak. */
export function GuestsAndHands({ wish, change }: { wish: Words; change: (part: Partial<Words>) => void }) {
  const { t } = useTranslation();
  return (
    <>
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
    </>
  );
}
