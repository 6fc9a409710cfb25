import type { KnownPlaces } from '@stoa/client';
import { roomLimits } from '@stoa/protocol/social';
import { useTranslation } from 'react-i18next';
import { Chips } from '../../design/chips.tsx';
import type { RoomWish } from '../../state/room-plan.ts';
import { RoomFenceChoice } from '../fence/room-fence-choice.tsx';
import { GuestsAndHands, RoomTopics } from '../parts/room-choices.tsx';
import { StrictChoice } from '../parts/strict-choice.tsx';
import { useLanguageNames } from '../parts/taste-choice.tsx';

/** What has a good default, behind a tap. */
export function RoomDetails({
  wish,
  change,
  places,
}: {
  wish: RoomWish;
  change: (part: Partial<RoomWish>) => void;
  places: KnownPlaces | undefined;
}) {
  const { t } = useTranslation();
  const named = useLanguageNames();
  return (
    <details className="group rounded-2xl border border-line px-4 open:pb-4">
      <summary className="flex min-h-12 cursor-pointer items-center font-semibold">
        {t('openRoom.more')}
      </summary>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5 pt-2">
        <RoomTopics chosen={wish.topics} onChange={(topics) => change({ topics })} />
        <Chips
          legend={t('openRoom.languages', { max: roomLimits.languages })}
          options={named}
          chosen={wish.languages}
          most={roomLimits.languages}
          onChange={(chosen) => change({ languages: chosen })}
        />
        <GuestsAndHands wish={wish} change={change} />
        <RoomFenceChoice places={places} value={wish.fence} onChange={(fence) => change({ fence })} />
        <StrictChoice value={wish.strict} onChange={(strict) => change({ strict })} />
      </div>
    </details>
  );
}
