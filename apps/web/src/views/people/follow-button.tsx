import { type AccountId, people } from '@stoa/protocol/social';
import { Check, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { refusalOf, useAct } from '../../state/use-answer.ts';

/** Follows and unfollows; shows the new state at once and takes it back when the server says no. */
export function FollowButton({
  person,
  follows,
}: {
  person: { readonly account: AccountId; readonly name: string };
  follows: boolean;
}) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState<boolean>();
  const stale = [people.profile, people.search, people.suggestions, people.followers, people.following];
  const follow = useAct(people.follow, stale);
  const unfollow = useAct(people.unfollow, stale);
  const on = wanted ?? follows;
  const why = refusalOf(follow.error) ?? refusalOf(unfollow.error);
  const press = async () => {
    setWanted(!on);
    try {
      await (on ? unfollow : follow).mutateAsync({ account: person.account });
    } catch {
      setWanted(undefined);
    }
  };
  return (
    <span className="grid justify-items-end gap-1">
      <Button
        size="small"
        look={on ? 'soft' : 'primary'}
        icon={on ? Check : Plus}
        aria-pressed={on}
        aria-label={t(on ? 'people.unfollowName' : 'people.followName', { name: person.name })}
        disabled={follow.isPending || unfollow.isPending}
        onClick={() => void press()}
      >
        {t(on ? 'people.following' : 'people.follow')}
      </Button>
      <span role="alert" className="max-w-48 text-end text-sm font-semibold text-danger empty:hidden">
        {why ? t(`answers.refused.${why}`) : ''}
      </span>
    </span>
  );
}
