import type { KnownPlaces } from '@stoa/client';
import { useTranslation } from 'react-i18next';
import type { FenceWish } from '../../state/fence-wish.ts';
import { FenceChoice } from './fence-choice.tsx';

/** For a room that is about to be opened. */
export function RoomFenceChoice({
  places,
  value,
  onChange,
}: {
  places: KnownPlaces | undefined;
  value: FenceWish;
  onChange: (wish: FenceWish) => void;
}) {
  const { t } = useTranslation();
  if (!places) return null;
  return (
    <FenceChoice
      places={places}
      value={value}
      onChange={onChange}
      legend={t('fence.legend')}
      anywhere={{ label: t('fence.anywhere') }}
      hints={{ only: t('fence.onlyHint'), never: t('fence.neverHint') }}
    />
  );
}
