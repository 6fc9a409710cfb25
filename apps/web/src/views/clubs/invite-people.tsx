import { type Club, clubs, type PersonCard } from '@stoa/protocol/social';
import { Check, UserRoundPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { refusalOf, useAct } from '../../state/use-answer.ts';
import { PeoplePicker } from '../people/people-picker.tsx';

/** Inviting into a club, one person after the other. */
export function InvitePeople({ club }: { club: Club }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={UserRoundPlus} className="justify-self-start" onClick={() => setOpen(true)}>
        {t('clubsPage.invite')}
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={t('clubsPage.invite')}>
        <Inviting club={club} />
      </Dialog>
    </>
  );
}

function Inviting({ club }: { club: Club }) {
  const { t } = useTranslation();
  const invite = useAct(clubs.invite, [clubs.invitations]);
  const [invited, setInvited] = useState<ReadonlySet<string>>(new Set());
  const why = refusalOf(invite.error);
  const ask = (person: PersonCard) =>
    invite.mutate(
      { club: club.club, account: person.account },
      { onSuccess: () => setInvited(new Set([...invited, person.handle])) },
    );
  return (
    <div className="mt-4 grid min-h-72 grid-cols-[minmax(0,1fr)] content-start">
      <PeoplePicker
        action={(person) =>
          invited.has(person.handle) ? (
            <span
              role="status"
              className="inline-flex min-h-10 items-center gap-1.5 px-3 font-semibold text-live-ink"
            >
              <Check aria-hidden="true" className="size-4" />
              {t('clubsPage.inviteDone')}
            </span>
          ) : (
            <Button
              size="small"
              disabled={invite.isPending}
              aria-label={t('clubsPage.inviteName', { name: person.name })}
              onClick={() => ask(person)}
            >
              {t('clubsPage.inviteShort')}
            </Button>
          )
        }
      />
      <p role="alert" className="mt-3 font-semibold text-danger empty:hidden">
        {why ? t(`answers.refused.${why}`) : ''}
      </p>
    </div>
  );
}
