import { type Club, clubs } from '@stoa/protocol/social';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { useAct, useAnswer } from '../../state/use-answer.ts';
import { AnswerView } from '../parts/answer-view.tsx';
import { PersonRow } from '../people/person-row.tsx';

/** People who ask to come in, or were invited and have not answered. */
export function ClubDesk({ club, desk }: { club: Club; desk: 'requests' | 'invitations' }) {
  const { t } = useTranslation();
  const list = clubs[desk];
  const answer = useAnswer(list, { club: club.club });
  const stale = [list, clubs.members, clubs.one];
  const accept = useAct(clubs.accept, stale);
  const decline = useAct(clubs.decline, stale);
  const uninvite = useAct(clubs.uninvite, stale);
  const busy = accept.isPending || decline.isPending || uninvite.isPending;
  return (
    <AnswerView answer={answer} rows={2}>
      {(page) =>
        page.people.length === 0 ? (
          <p className="text-soft">
            {t(desk === 'requests' ? 'clubsPage.nobodyAsks' : 'clubsPage.nobodyInvited')}
          </p>
        ) : (
          <ul>
            {page.people.map((person) => {
              const about = { club: club.club, account: person.account };
              const { name } = person;
              return (
                <li key={person.handle}>
                  <PersonRow
                    person={person}
                    action={
                      desk === 'requests' ? (
                        <span className="flex flex-wrap justify-end gap-2">
                          <Button
                            size="small"
                            look="primary"
                            disabled={busy}
                            aria-label={t('clubsPage.letInName', { name })}
                            onClick={() => accept.mutate(about)}
                          >
                            {t('clubsPage.letIn')}
                          </Button>
                          <Button
                            size="small"
                            disabled={busy}
                            aria-label={t('clubsPage.declineName', { name })}
                            onClick={() => decline.mutate(about)}
                          >
                            {t('clubsPage.decline')}
                          </Button>
                        </span>
                      ) : (
                        <Button
                          size="small"
                          disabled={busy}
                          aria-label={t('clubsPage.uninviteName', { name })}
                          onClick={() => uninvite.mutate(about)}
                        >
                          {t('clubsPage.uninvite')}
                        </Button>
                      )
                    }
                  />
                </li>
              );
            })}
          </ul>
        )
      }
    </AnswerView>
  );
}
