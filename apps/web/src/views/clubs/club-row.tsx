import type { ClubCard } from '@stoa/protocol/social';
import { Link } from '@tanstack/react-router';
import { UsersRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';

export function ClubRow({ club }: { club: ClubCard }) {
  const { t } = useTranslation();
  const standing = t(`clubsPage.standing.${club.mine}`);
  return (
    <Link
      to="/club"
      hash={club.club.reveal()}
      className="flex min-h-16 items-center gap-3 rounded-2xl p-1.5 hover:bg-sunken"
    >
      <span className="inline-flex size-12 shrink-0 items-center justify-center rounded-2xl bg-accent-soft text-accent">
        <UsersRound aria-hidden="true" className="size-6" />
      </span>
      <span className="min-w-0">
        <span dir="auto" className="block truncate font-semibold">
          {club.name}
        </span>
        <span className="block truncate text-sm text-soft">
          {t('clubsPage.members', { count: club.members })}
          {standing && ` · ${standing}`}
        </span>
      </span>
    </Link>
  );
}
