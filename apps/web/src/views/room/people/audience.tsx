import { Link2 } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../design/button.tsx';
import { useRoomCard } from '../../../state/use-room-card.ts';
import { useRoomView } from '../../../state/use-store.ts';
import { useActs } from '../room-acts.tsx';
import { Hall } from './hall.tsx';
import { PlainAudience } from './plain-audience.tsx';

/** Who listens. In rooms of people with accounts, those whom the speakers follow stand before the others. */
export function Audience() {
  const { t } = useTranslation();
  const id = useId();
  const total = useRoomView((view) => view.audience.total);
  const card = useRoomCard();
  const { show } = useActs();
  return (
    <section aria-labelledby={id} className="min-w-0 px-1 sm:px-2">
      <div className="mb-3 flex flex-wrap items-baseline gap-x-3">
        <h2 id={id} className="font-semibold">
          {t('audience.title')}
        </h2>
        {total > 0 && <p className="text-sm text-soft">{t('audience.total', { count: total })}</p>}
      </div>
      {total === 0 ? (
        <div className="flex flex-wrap items-center gap-4 rounded-2xl border border-dashed border-line-strong p-4 sm:p-5">
          <p className="min-w-[min(100%,15rem)] flex-1 text-soft">{t('audience.empty')}</p>
          <Button look="primary" icon={Link2} onClick={() => show('share')}>
            {t('audience.invite')}
          </Button>
        </div>
      ) : card ? (
        <Hall room={card.room} />
      ) : (
        <PlainAudience />
      )}
    </section>
  );
}
