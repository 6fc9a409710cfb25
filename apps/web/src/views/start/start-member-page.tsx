import type { KnownPlaces } from '@stoa/client';
import { cleanTitle, limits } from '@stoa/protocol';
import { clubs, handsPolicySchema, roomLimits, topics } from '@stoa/protocol/social';
import { useLocation, useRouter } from '@tanstack/react-router';
import { ArrowRight, DoorOpen, KeyRound, UserRoundCheck, UsersRound } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { memberEntry } from '../../api/member-entry.ts';
import { Button } from '../../design/button.tsx';
import { Chips } from '../../design/chips.tsx';
import { ChoiceCards } from '../../design/choice-cards.tsx';
import { TextField } from '../../design/field.tsx';
import { ScreenHeading } from '../../design/screen-heading.tsx';
import { Switch } from '../../design/switch.tsx';
import { anywhere, fenceOf } from '../../state/fence-wish.ts';
import { announce, planOf, policyOf, type RoomWish, startsEvent } from '../../state/room-plan.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useMe } from '../../state/use-me.ts';
import { usePlaces } from '../../state/use-places.ts';
import { useApp, useVisit } from '../../state/use-store.ts';
import { useTitle } from '../../state/use-title.ts';
import { RoomFenceChoice } from '../fence/room-fence-choice.tsx';
import { AppFrame } from '../frame/app-frame.tsx';
import { StrictChoice } from '../parts/strict-choice.tsx';
import { useLanguageNames } from '../parts/taste-choice.tsx';

const kinds = [
  ['open', DoorOpen],
  ['social', UserRoundCheck],
  ['club', UsersRound],
  ['closed', KeyRound],
] as const;

const forClub = 'club-';

/** A title and a tap; everything else has a good default. After the `#`: the event, or the club, that the room is for. */
export function StartMemberPage() {
  const { t } = useTranslation();
  useTitle(t('openRoom.documentTitle'));
  const app = useApp();
  const { client, visit, call } = app;
  const me = useMe();
  const state = useVisit();
  const router = useRouter();
  const after = useLocation({ select: ({ hash }) => hash });
  const event = after.startsWith(forClub) ? '' : after;
  const forThis = clubs.one.body.safeParse({ club: after.slice(forClub.length) });
  useEffect(() => client.prepare(), [client]);
  const [tried, setTried] = useState(false);
  const [wish, setWish] = useState<RoomWish>({
    ...(after.startsWith(forClub) && forThis.success
      ? { kind: 'club', club: forThis.data.club }
      : { kind: 'open', club: undefined }),
    ...{ title: '', topics: [], languages: [] },
    ...{ guests: true, hands: 'all', strict: false, fence: anywhere },
  });
  const change = (part: Partial<RoomWish>) => setWish((now) => ({ ...now, ...part }));
  const places = usePlaces();
  const mine = useAnswer(clubs.mine, {}, { enabled: wish.kind === 'club' });
  const own = mine.data?.clubs.filter((club) => !['none', 'requested', 'invited'].includes(club.mine)) ?? [];
  const title = cleanTitle(wish.title);
  const starting = state.is === 'starting';
  const clubMissing = wish.kind === 'club' && !wish.club;

  const open = async (submit: FormEvent<HTMLFormElement>) => {
    submit.preventDefault();
    setTried(true);
    if (title === undefined) return submit.currentTarget.querySelector('input')?.focus();
    if (clubMissing) return;
    const plan = { ...wish, title };
    const { kind, strict } = plan;
    const rule = plan.fence.way === 'anywhere' ? {} : { fence: fenceOf(plan.fence, places?.app) };
    const member = { ...memberEntry(app, me.id, planOf(plan)), ...rule };
    if (!(await visit.start({ name: me.name, title, policy: policyOf(kind), strict, ...member }))) return;
    const now = visit.get();
    if (now.is !== 'in') return;
    router.history.replace(now.path);
    // A room that could not be made known is still a room: its link works.
    await announce(call, kind, now.path).catch(() => undefined);
    if (event) await startsEvent(call, event, now.path).catch(() => undefined);
  };

  return (
    <AppFrame>
      <ScreenHeading className="mb-5 font-display text-3xl font-semibold tracking-tight sm:text-4xl">
        {t('openRoom.heading')}
      </ScreenHeading>
      <form
        noValidate
        onSubmit={(submit) => void open(submit)}
        aria-label={t('openRoom.heading')}
        className="grid grid-cols-[minmax(0,1fr)] gap-5 rounded-3xl border border-line bg-surface p-5 shadow-lift sm:p-7"
      >
        <TextField
          label={t('openRoom.titleLabel')}
          placeholder={t('openRoom.titlePlaceholder')}
          name="title"
          autoComplete="off"
          value={wish.title}
          onChange={(event) => change({ title: event.currentTarget.value })}
          error={
            tried && title === undefined
              ? t('openRoom.titleWrong', { max: limits.titleCodePoints })
              : undefined
          }
        />
        <ChoiceCards
          legend={t('openRoom.kindLabel')}
          value={wish.kind}
          onChange={(kind) => change({ kind })}
          choices={kinds.map(([value, icon]) => ({
            ...{ value, icon },
            label: t(`openRoom.kind.${value}`),
            hint: t(`openRoom.kind.${value}Hint`),
          }))}
        />
        {wish.kind === 'club' &&
          (own.length > 0 ? (
            <div>
              <ChoiceCards
                legend={t('openRoom.club')}
                value={wish.club?.reveal() ?? ''}
                onChange={(id) => change({ club: own.find(({ club }) => club.reveal() === id)?.club })}
                choices={own.map(({ club, name }) => ({ value: club.reveal(), label: name }))}
              />
              {tried && clubMissing && (
                <p role="alert" className="mt-1.5 text-sm font-semibold text-danger">
                  {t('openRoom.clubWrong')}
                </p>
              )}
            </div>
          ) : (
            <p role="status" className="text-soft">
              {t(mine.isLoading ? 'answers.loading' : 'openRoom.noClub')}
            </p>
          ))}
        <More wish={wish} change={change} places={places} />
        <div>
          <Button type="submit" look="primary" size="large" wide disabled={starting}>
            {t(starting ? 'openRoom.busy' : 'openRoom.button')}
            {!starting && <ArrowRight aria-hidden="true" className="size-5 rtl:-scale-x-100" />}
          </Button>
          <p role="alert" className="mt-3 text-center font-semibold text-danger empty:hidden">
            {state.is === 'startFailed' && t(state.why === 'tooFast' ? 'start.tooFast' : 'start.failed')}
          </p>
        </div>
      </form>
    </AppFrame>
  );
}

function More({
  wish,
  change,
  places,
}: {
  wish: RoomWish;
  change: (part: Partial<RoomWish>) => void;
  places: KnownPlaces | undefined;
}) {
  const { t } = useTranslation();
  const named = useLanguageNames();
  return (
    <details className="group rounded-2xl border border-line px-4 open:pb-4">
      <summary className="flex min-h-12 cursor-pointer items-center font-semibold">
        {t('openRoom.more')}
      </summary>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5 pt-2">
        <Chips
          legend={t('openRoom.topics', { max: roomLimits.topics })}
          options={topics.map((value) => ({ value, label: t(`topics.${value}`) }))}
          chosen={wish.topics}
          most={roomLimits.topics}
          onChange={(chosen) => change({ topics: chosen })}
        />
        <Chips
          legend={t('openRoom.languages', { max: roomLimits.languages })}
          options={named}
          chosen={wish.languages}
          most={roomLimits.languages}
          onChange={(chosen) => change({ languages: chosen })}
        />
        {(wish.kind === 'open' || wish.kind === 'closed') && (
          <Switch
            label={t('openRoom.guests')}
            hint={t('openRoom.guestsHint')}
            on={wish.guests}
            onChange={(guests) => change({ guests })}
          />
        )}
        <ChoiceCards
          legend={t('openRoom.handsLabel')}
          value={wish.hands}
          onChange={(hands) => change({ hands })}
          choices={handsPolicySchema.options.map((value) => ({ value, label: t(`openRoom.hands.${value}`) }))}
        />
        <RoomFenceChoice places={places} value={wish.fence} onChange={(fence) => change({ fence })} />
        <StrictChoice value={wish.strict} onChange={(strict) => change({ strict })} />
      </div>
    </details>
  );
}
