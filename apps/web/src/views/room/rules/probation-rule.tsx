import { useTranslation } from 'react-i18next';
import { Select } from '../../../design/select.tsx';
import { probationChoices } from '../../../state/probation.ts';
import { useRoom, useRoomView } from '../../../state/use-store.ts';
import { useActs } from '../room-acts.tsx';

/** How long whoever comes on stage by a raised hand may speak at first. */
export function ProbationRule() {
  const { t } = useTranslation();
  const room = useRoom();
  const { act } = useActs();
  const seconds = useRoomView((view) => view.probation.seconds);
  const words = (each: number) => {
    if (each === 0) return t('rules.probationOff');
    return each % 60 === 0
      ? t('rules.probationMinutes', { count: each / 60 })
      : t('rules.probationSeconds', { count: each });
  };
  return (
    <div>
      <Select
        label={t('rules.probation')}
        value={String(seconds)}
        onChange={(next) => void act(room.setProbation(Number(next)))}
        options={probationChoices(seconds).map((each) => ({ value: String(each), label: words(each) }))}
      />
      <p className="mt-1.5 text-sm text-soft">{t('rules.probationHint')}</p>
    </div>
  );
}
