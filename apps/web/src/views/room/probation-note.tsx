import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { clockText, probationLeft, spokenAt } from '../../state/probation.ts';
import { useClock } from '../../state/use-clock.ts';
import { useRoomView } from '../../state/use-store.ts';
import { useActs } from './room-acts.tsx';

/** To somebody whose time on stage is limited: how long it still is, and what follows. */
export function ProbationNote() {
  const { t } = useTranslation();
  const { tell } = useActs();
  const endsAt = useRoomView((view) => view.stage.find((person) => person.isMe)?.probationEndsAt);
  const now = useClock(endsAt !== undefined);
  const left = endsAt === undefined ? undefined : probationLeft({ probationEndsAt: endsAt }, now);
  useEffect(() => {
    if (left !== undefined && spokenAt(left)) tell(t('probation.soon', { count: left }));
  }, [left, tell, t]);
  if (left === undefined) return null;
  return (
    <div className="mx-auto mb-3 max-w-2xl px-4 text-center text-sm">
      <p className="font-semibold">
        {t('probation.mine')} <span className="tabular-nums">{clockText(left)}</span>
      </p>
      <p className="mt-0.5 text-soft">{t('probation.means')}</p>
    </div>
  );
}

/** Under somebody's name on stage. */
export function ProbationClock({ endsAt }: { endsAt: number }) {
  const { t } = useTranslation();
  const now = useClock();
  const left = probationLeft({ probationEndsAt: endsAt }, now) ?? 0;
  return (
    <span className="mt-1 inline-flex items-center gap-1 rounded-full bg-warn-soft px-2 py-0.5 text-xs font-semibold text-warn-ink tabular-nums">
      <span className="sr-only">{t('probation.theirs')}</span>
      {clockText(left)}
    </span>
  );
}
