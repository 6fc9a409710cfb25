import { CircleCheck, CircleX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../design/dialog.tsx';
import { useRoomView } from '../../state/use-store.ts';
import { useActs } from './room-acts.tsx';

const policyWords = { open: 'hear.policyOpen', link: 'hear.policyLink', knock: 'hear.policyKnock' } as const;

/** "17 people can hear this": why that is so, and how to check it without trusting anybody in between. */
export function HearDialog() {
  const { t } = useTranslation();
  const { panel, show } = useActs();
  const count = useRoomView((view) => view.canHear);
  const policy = useRoomView((view) => view.policy);
  const strict = useRoomView((view) => view.strict);
  const mismatch = useRoomView((view) => view.mismatch);
  return (
    <Dialog open={panel === 'hear'} onOpenChange={() => show(undefined)} title={t('hear.title')}>
      <div className="mt-3 grid gap-3 text-soft">
        <p className="text-ink">{t('hear.text', { count })}</p>
        <p>{t('hear.list')}</p>
        {mismatch ? (
          <p className="rounded-2xl bg-danger-soft p-4 text-ink">
            <strong>{t('mismatch.title')}.</strong> {t('mismatch.text', mismatch)} {t('mismatch.todo')}
          </p>
        ) : (
          <p className="flex gap-2 font-semibold text-live-ink">
            <CircleCheck aria-hidden="true" className="mt-0.5 size-5 shrink-0" />
            {t('hear.agree')}
          </p>
        )}
        <p>
          {t(policyWords[policy])} {t('hear.limits')}
        </p>
        <p>{t(strict ? 'strict.known' : 'strict.usual')}</p>
      </div>
      <SafetyCode />
    </Dialog>
  );
}

function SafetyCode() {
  const { t } = useTranslation();
  const code = useRoomView((view) => view.safetyCode);
  if (code === '') return null;
  return (
    <section className="mt-6 border-t border-line pt-5">
      <h3 className="font-display text-xl font-semibold tracking-tight">{t('hear.safetyTitle')}</h3>
      <p className="mt-2 text-soft">{t('hear.safetyText')}</p>
      <p
        dir="ltr"
        className="my-4 grid grid-cols-3 gap-2 text-center font-digits text-lg tracking-[0.08em] sm:text-xl sm:tracking-[0.12em]"
      >
        {code.split(' ').map((group, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: groups may repeat and have no other identity than their place
          <span key={place} className="rounded-xl bg-sunken px-1 py-2.5">
            {group}{' '}
          </span>
        ))}
      </p>
      <ul className="grid gap-2">
        <li className="flex gap-2">
          <CircleCheck aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-live" />
          {t('hear.safetySame')}
        </li>
        <li className="flex gap-2">
          <CircleX aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-danger" />
          {t('hear.safetyDifferent')}
        </li>
      </ul>
    </section>
  );
}
