import { type Club, clubs } from '@stoa/protocol/social';
import { Link } from '@tanstack/react-router';
import { Radio, UsersRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { buttonClass } from '../../design/button.tsx';
import { Empty } from '../../design/empty.tsx';
import { ScreenHeading } from '../../design/screen-heading.tsx';
import { Tabs } from '../../design/tabs.tsx';
import { refusalOf, useAct } from '../../state/use-answer.ts';
import { useHashAnswer } from '../../state/use-hash-answer.ts';
import { useTitle } from '../../state/use-title.ts';
import { AppFrame } from '../frame/app-frame.tsx';
import { AnswerView } from '../parts/answer-view.tsx';
import { PersonRow } from '../people/person-row.tsx';
import { ClubLog } from '../safety/log-view.tsx';
import { ReportButton } from '../safety/report-button.tsx';
import { ClubBanned, ClubInvitations, ClubRequests } from './club-desk.tsx';
import { ClubEntry } from './club-entry.tsx';
import { ClubEvents } from './club-events.tsx';
import { ClubForm } from './club-form.tsx';
import { ClubMembers } from './club-members.tsx';
import { ClubMenu } from './club-menu.tsx';

/** What the club is, who runs it, its rules, the way in, and the people in it. */
export function ClubPage() {
  const { t } = useTranslation();
  const { hash, answer } = useHashAnswer(clubs.one, 'club');
  return (
    <AppFrame>
      <AnswerView
        answer={answer}
        rows={2}
        absent={
          <Empty whole icon={UsersRound} title={t('clubsPage.gone')}>
            <p>{t('clubsPage.goneText')}</p>
          </Empty>
        }
      >
        {(club) => <Whole key={hash} club={club} />}
      </AnswerView>
    </AppFrame>
  );
}

function Whole({ club }: { club: Club }) {
  const { t } = useTranslation();
  useTitle(t('clubsPage.clubTitle', { name: club.name }));
  const [editing, setEditing] = useState(false);
  const edit = useAct(clubs.edit, [clubs.one, clubs.mine, clubs.directory]);
  const inside = club.mine === 'member' || club.mine === 'admin' || club.mine === 'owner';
  const runs = club.mine === 'admin' || club.mine === 'owner';
  if (editing)
    return (
      <>
        <ScreenHeading className="mb-5 font-display text-3xl font-semibold tracking-tight">
          {t('clubsPage.edit')}
        </ScreenHeading>
        <ClubForm
          start={club}
          yes={t('clubsPage.save')}
          busy={edit.isPending}
          why={refusalOf(edit.error)}
          onDone={(words) =>
            edit.mutate({ club: club.club, ...words }, { onSuccess: () => setEditing(false) })
          }
        />
      </>
    );
  return (
    <article className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <header className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <ScreenHeading className="font-display text-3xl leading-tight font-semibold tracking-tight sm:text-4xl">
            <span dir="auto">{club.name}</span>
          </ScreenHeading>
          <p className="mt-1 text-soft">
            {t('clubsPage.members', { count: club.members })} · {t(`clubsPage.ways.${club.wayIn}`)}
          </p>
        </div>
        {inside && <ClubMenu club={club} onEdit={() => setEditing(true)} />}
      </header>
      {club.description && (
        <p dir="auto" className="text-lg whitespace-pre-line">
          {club.description}
        </p>
      )}
      {club.owner && (
        <section>
          <h2 className="text-sm font-semibold text-soft">{t('clubsPage.by')}</h2>
          <PersonRow person={club.owner} />
        </section>
      )}
      <ClubEntry club={club} />
      {inside && (
        <Link
          to="/start"
          hash={`club-${club.club.reveal()}`}
          className={`${buttonClass('primary')} justify-self-start`}
        >
          <Radio aria-hidden="true" className="size-[1.2em]" />
          {t('clubsPage.room')}
        </Link>
      )}
      {inside && (
        <Tabs
          label={club.name}
          tabs={[
            { value: 'events', label: t('clubsPage.events'), panel: <ClubEvents club={club} /> },
            {
              value: 'members',
              label: t('clubsPage.membersTitle'),
              panel: <ClubMembers club={club} />,
            },
            ...(runs
              ? [
                  {
                    value: 'requests',
                    label: t('clubsPage.requestsTitle'),
                    panel: <ClubRequests club={club} />,
                  },
                  {
                    value: 'invitations',
                    label: t('clubsPage.invitationsTitle'),
                    panel: <ClubInvitations club={club} />,
                  },
                  {
                    value: 'banned',
                    label: t('clubsPage.bannedTitle'),
                    panel: <ClubBanned club={club} />,
                  },
                  {
                    value: 'log',
                    label: t('safety.clubLog'),
                    panel: <ClubLog club={club.club} />,
                  },
                ]
              : []),
          ]}
        />
      )}
      {club.owner && club.mine !== 'owner' && <ReportButton person={club.owner} context={club.name} />}
    </article>
  );
}
