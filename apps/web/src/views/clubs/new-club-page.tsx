import { clubs } from '@stoa/protocol/social';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ScreenHeading } from '../../design/screen-heading.tsx';
import { refusalOf, useAct } from '../../state/use-answer.ts';
import { useTitle } from '../../state/use-title.ts';
import { AppFrame } from '../frame/app-frame.tsx';
import { ClubForm } from './club-form.tsx';

export function NewClubPage() {
  const { t } = useTranslation();
  useTitle(t('clubsPage.documentTitle'));
  const navigate = useNavigate();
  const create = useAct(clubs.create, [clubs.mine, clubs.directory]);
  return (
    <AppFrame>
      <ScreenHeading className="mb-5 font-display text-3xl font-semibold tracking-tight sm:text-4xl">
        {t('clubsPage.newTitle')}
      </ScreenHeading>
      <ClubForm
        yes={t('clubsPage.create')}
        busy={create.isPending}
        why={refusalOf(create.error)}
        onDone={(words) =>
          create.mutate(words, {
            onSuccess: ({ club }) => void navigate({ to: '/club', hash: club.reveal() }),
          })
        }
      />
    </AppFrame>
  );
}
