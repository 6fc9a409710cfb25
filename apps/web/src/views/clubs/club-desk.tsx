import { type Club, clubs, type PersonCard } from '@stoa/protocol/social';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { refusalOf, useAct, usePages } from '../../state/use-answer.ts';
import { useApp } from '../../state/use-store.ts';
import { AnswerView } from '../parts/answer-view.tsx';
import { MorePages } from '../parts/more-pages.tsx';
import { PersonRow } from '../people/person-row.tsx';
import { InvitePeople } from './invite-people.tsx';

/** People who ask to come in. */
export function ClubRequests({ club }: { club: Club }) {
  const { t } = useTranslation();
  const stale = [clubs.requests, clubs.members, clubs.one];
  const accept = useAct(clubs.accept, stale);
  const decline = useAct(clubs.decline, stale);
  const busy = accept.isPending || decline.isPending;
  return (
    <Desk
      club={club}
      list={clubs.requests}
      none={t('clubsPage.nobodyAsks')}
      why={refusalOf(accept.error) ?? refusalOf(decline.error)}
    >
      {({ account, name }) => (
        <span className="flex flex-wrap justify-end gap-2">
          <Button
            size="small"
            look="primary"
            disabled={busy}
            aria-label={t('clubsPage.letInName', { name })}
            onClick={() => accept.mutate({ club: club.club, account })}
          >
            {t('clubsPage.letIn')}
          </Button>
          <Button
            size="small"
            disabled={busy}
            aria-label={t('clubsPage.declineName', { name })}
            onClick={() => decline.mutate({ club: club.club, account })}
          >
            {t('clubsPage.decline')}
          </Button>
        </span>
      )}
    </Desk>
  );
}

/** People who were invited and have not answered, and inviting more. */
export function ClubInvitations({ club }: { club: Club }) {
  const { t } = useTranslation();
  const uninvite = useAct(clubs.uninvite, [clubs.invitations]);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <InvitePeople club={club} />
      <Desk
        club={club}
        list={clubs.invitations}
        none={t('clubsPage.nobodyInvited')}
        why={refusalOf(uninvite.error)}
      >
        {({ account, name }) => (
          <Button
            size="small"
            disabled={uninvite.isPending}
            aria-label={t('clubsPage.uninviteName', { name })}
            onClick={() => uninvite.mutate({ club: club.club, account })}
          >
            {t('clubsPage.uninvite')}
          </Button>
        )}
      </Desk>
    </div>
  );
}

export function ClubBanned({ club }: { club: Club }) {
  const { t } = useTranslation();
  const unban = useAct(clubs.unban, [clubs.banned]);
  return (
    <Desk club={club} list={clubs.banned} none={t('clubsPage.nobodyBanned')} why={refusalOf(unban.error)}>
      {({ account, name }) => (
        <Button
          size="small"
          disabled={unban.isPending}
          aria-label={t('clubsPage.unbanName', { name })}
          onClick={() => unban.mutate({ club: club.club, account })}
        >
          {t('clubsPage.unban')}
        </Button>
      )}
    </Desk>
  );
}

function Desk({
  club,
  list,
  none,
  why,
  children,
}: {
  club: Club;
  list: typeof clubs.requests | typeof clubs.invitations | typeof clubs.banned;
  none: string;
  why: ReturnType<typeof refusalOf>;
  children: (person: PersonCard) => ReactNode;
}) {
  const { t } = useTranslation();
  const { call } = useApp();
  const answer = usePages([list.path, club.club.reveal()], (at, signal) =>
    call(list, { club: club.club, ...at }, signal),
  );
  return (
    <AnswerView answer={answer} rows={2}>
      {({ pages }) => {
        const all = pages.flatMap((page) => page.people);
        return (
          <>
            {all.length === 0 && <p className="text-soft">{none}</p>}
            <ul>
              {all.map((person) => (
                <li key={person.handle}>
                  <PersonRow person={person} action={children(person)} />
                </li>
              ))}
            </ul>
            <MorePages of={answer} />
            <p role="alert" className="mt-2 font-semibold text-danger empty:hidden">
              {why ? t(`answers.refused.${why}`) : ''}
            </p>
          </>
        );
      }}
    </AnswerView>
  );
}
