import { type AccountId, type Profile, people } from '@stoa/protocol/social';
import { Link } from '@tanstack/react-router';
import { Flag, ShieldAlert, UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, buttonClass } from '../../../design/button.tsx';
import { Dialog } from '../../../design/dialog.tsx';
import { Face } from '../../../design/face.tsx';
import { boundOf, type RosterPerson } from '../../../state/room-people.ts';
import { useAnswer } from '../../../state/use-answer.ts';
import { AnswerView } from '../../parts/answer-view.tsx';
import { FollowButton } from '../../people/follow-button.tsx';
import { useActs } from '../room-acts.tsx';
import { AccountProof } from './account-proof.tsx';

/** Who somebody in the room is outside of it. */
export function PersonSheet() {
  const { panel, show, met } = useActs();
  return (
    <Dialog open={panel === 'person'} onOpenChange={() => show(undefined)} title={<bdi>{met?.name}</bdi>}>
      {met?.account && <About key={met.account.reveal()} account={met.account} person={met.person} />}
    </Dialog>
  );
}

function About({ account, person }: { account: AccountId; person: RosterPerson | undefined }) {
  const answer = useAnswer(people.profile, { account });
  return (
    <div className="mt-4">
      <AnswerView answer={answer} rows={1}>
        {(profile) => <Shown profile={profile} person={person} />}
      </AnswerView>
    </div>
  );
}

function Shown({ profile, person }: { profile: Profile; person: RosterPerson | undefined }) {
  const { t } = useTranslation();
  const { show, report } = useActs();
  const { account, name, handle } = profile;
  const bound = person && boundOf(person);
  const proven = bound?.id.equals(account) ? bound : undefined;
  return (
    <>
      <div className="flex flex-wrap items-center gap-4">
        <Face person={profile} size="medium" />
        <div className="min-w-0 flex-1 basis-32">
          <p dir="ltr" className="truncate text-soft rtl:text-end">
            @{handle}
          </p>
          {profile.followsYou && <p className="text-sm text-soft">{t('people.followsYou')}</p>}
        </div>
        {!profile.self && <FollowButton person={profile} follows={profile.follows} />}
      </div>
      {person && person.name !== name && <p className="mt-3 text-soft">{t('inRoom.elsewhere', { name })}</p>}
      {profile.blockedByFollowed && (
        <p className="mt-4 flex items-center gap-3 rounded-2xl bg-warn-soft px-4 py-3 text-warn-ink">
          <ShieldAlert aria-hidden="true" className="size-5 shrink-0" />
          {t('people.warnBlocked')}
        </p>
      )}
      {proven && <AccountProof account={account} device={proven.device} handle={handle} />}
      {profile.bio && (
        <p dir="auto" className="mt-4 whitespace-pre-line">
          {profile.bio}
        </p>
      )}
      <div className="mt-6 flex flex-wrap gap-3">
        <Link to="/p" hash={handle} className={buttonClass('soft', 'small')}>
          <UserRound aria-hidden="true" className="size-[1.2em]" />
          {t('inRoom.profile')}
        </Link>
        {!profile.self && (
          <Button
            size="small"
            look="ghost"
            icon={Flag}
            onClick={() => {
              show(undefined);
              report({ about: { kind: 'person', account, name }, leaf: proven && person?.leaf });
            }}
          >
            {t('inRoom.report')}
          </Button>
        )}
      </div>
    </>
  );
}
