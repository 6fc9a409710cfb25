import {
  BadgeCheck,
  DoorOpen,
  Hand,
  KeyRound,
  ShieldCheck,
  TriangleAlert,
  UserRoundPlus,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { classes } from '../../design/classes.ts';
import { Logo } from '../../design/logo.tsx';
import { ScreenHeading } from '../../design/screen-heading.tsx';
import { useRoomView } from '../../state/use-store.ts';
import { FenceBadge } from '../fence/fence-badge.tsx';
import { useActs } from './room-acts.tsx';
import { useRoomTitle } from './use-room-title.ts';

const policies = {
  open: { icon: DoorOpen, words: 'policy.badgeOpen' },
  link: { icon: KeyRound, words: 'policy.badgeLink' },
  knock: { icon: Hand, words: 'policy.badgeKnock' },
} as const;

export function RoomHeader() {
  const { t } = useTranslation();
  const { show } = useActs();
  const title = useRoomTitle();
  const policy = policies[useRoomView((view) => view.policy)];
  const PolicyIcon = policy.icon;
  const strict = useRoomView((view) => view.strict);
  const fence = useRoomView((view) => view.fence.room);
  return (
    <header className="mx-auto w-full max-w-6xl px-4 pt-4 sm:px-6 sm:pt-6">
      <div className="flex items-start justify-between gap-4">
        <div className="flex min-w-0 items-start gap-3 sm:gap-4">
          <span className="mt-0.5 hidden size-12 shrink-0 items-center justify-center rounded-2xl bg-accent-soft text-accent sm:flex">
            <Logo className="size-7" />
          </span>
          <div className="min-w-0">
            <ScreenHeading className="font-display text-2xl leading-tight font-semibold tracking-tight [overflow-wrap:anywhere] sm:text-3xl">
              <bdi className="line-clamp-3">{title}</bdi>
            </ScreenHeading>
            <div className="mt-1.5 flex flex-wrap items-center gap-x-4 gap-y-1">
              <HearButton />
              <span className="inline-flex items-center gap-1.5 text-sm text-soft">
                <PolicyIcon aria-hidden="true" className="size-4" />
                {t(policy.words)}
              </span>
              {strict && (
                <span className="inline-flex items-center gap-1.5 text-sm text-soft">
                  <BadgeCheck aria-hidden="true" className="size-4" />
                  {t('strict.badge')}
                </span>
              )}
              <FenceBadge fence={fence} />
            </div>
          </div>
        </div>
        <Button
          look="plain"
          icon={UserRoundPlus}
          aria-label={t('room.share')}
          className="shrink-0 px-3.5! sm:px-5!"
          onClick={() => show('share')}
        >
          <span className="hidden min-[25rem]:inline md:hidden">{t('room.shareShort')}</span>
          <span className="hidden md:inline">{t('room.share')}</span>
        </Button>
      </div>
    </header>
  );
}

function HearButton() {
  const { t } = useTranslation();
  const { show } = useActs();
  const count = useRoomView((view) => view.canHear);
  const wrong = useRoomView((view) => view.mismatch !== undefined);
  const Icon = wrong ? TriangleAlert : ShieldCheck;
  const people = t('hear.count', { count });
  return (
    <button
      type="button"
      aria-label={t('hear.open', { people })}
      onClick={() => show('hear')}
      className={classes(
        'inline-flex min-h-9 items-center gap-1.5 rounded-[1.25rem] px-3 py-1 text-start text-sm leading-tight font-semibold transition-colors',
        wrong ? 'bg-danger-soft text-danger' : 'bg-live-soft text-live-ink hover:underline',
      )}
    >
      <Icon aria-hidden="true" className="size-4 shrink-0" />
      {people}
    </button>
  );
}
