import { DoorOpen, Hand, X } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../../design/avatar.tsx';
import { Button, IconButton } from '../../design/button.tsx';
import { classes } from '../../design/classes.ts';
import { useRoom, useRoomView } from '../../state/use-store.ts';
import { useActs } from './room-acts.tsx';

/** What waits for a moderator: who is at the door, and who wants to speak, in order. `flat`: not a card itself. */
export function Moderation({ flat = false }: { flat?: boolean }) {
  return (
    <div className="grid gap-4">
      <Knocks flat={flat} />
      <Hands flat={flat} />
    </div>
  );
}

function Card({
  icon,
  title,
  flat,
  children,
}: {
  icon: ReactNode;
  title: string;
  flat: boolean;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className={classes(!flat && 'rounded-3xl border border-line bg-surface p-4 shadow-lift sm:p-5')}
    >
      <h2 id={id} className="flex items-center gap-2 font-semibold">
        {icon}
        {title}
      </h2>
      {children}
    </section>
  );
}

function Knocks({ flat }: { flat: boolean }) {
  const { t } = useTranslation();
  const room = useRoom();
  const knocks = useRoomView((view) => view.knocks);
  if (knocks.length === 0) return null;
  return (
    <Card
      flat={flat}
      icon={<DoorOpen aria-hidden="true" className="size-5 text-accent" />}
      title={t('knocks.title')}
    >
      <ul className="mt-3 grid gap-3">
        {knocks.map(({ request, name }) => (
          <li key={request} className="flex flex-wrap items-center gap-2">
            <bdi className="line-clamp-3 min-w-0 flex-[1_1_5rem] leading-tight [overflow-wrap:anywhere]">
              {name}
            </bdi>
            <Button
              look="primary"
              size="small"
              aria-label={t('knocks.admit', { name })}
              onClick={() => void room.answerKnock(request, true)}
            >
              {t('knocks.admitShort')}
            </Button>
            <IconButton
              icon={X}
              label={t('knocks.deny', { name })}
              onClick={() => void room.answerKnock(request, false)}
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Hands({ flat }: { flat: boolean }) {
  const { t } = useTranslation();
  const room = useRoom();
  const { act } = useActs();
  const { people, total } = useRoomView((view) => view.hands);
  return (
    <Card
      flat={flat}
      icon={<Hand aria-hidden="true" className="size-5 text-accent" />}
      title={t('hands.title')}
    >
      {total === 0 ? (
        <p className="mt-1 text-soft">{t('hands.none')}</p>
      ) : (
        <ol className="mt-3 grid gap-3">
          {people.map((person, place) => {
            const name = person.name || t('seat.nameless');
            return (
              <li key={person.leaf} className="flex flex-wrap items-center gap-2">
                <span aria-hidden="true" className="w-4 shrink-0 text-sm text-soft tabular-nums">
                  {place + 1}
                </span>
                <Avatar leaf={person.leaf} name={name} size="small" className="max-[26rem]:hidden" />
                <bdi className="line-clamp-3 min-w-0 flex-[1_1_5rem] leading-tight [overflow-wrap:anywhere]">
                  {name}
                </bdi>
                <Button
                  look="primary"
                  size="small"
                  aria-label={t('hands.invite', { name })}
                  onClick={() => void act(room.invite(person.leaf))}
                >
                  {t('hands.inviteShort')}
                </Button>
                <IconButton
                  icon={X}
                  label={t('hands.dismiss', { name })}
                  onClick={() => void act(room.dismissHand(person.leaf))}
                />
              </li>
            );
          })}
        </ol>
      )}
      {total > people.length && (
        <p className="mt-3 text-sm text-soft">{t('hands.more', { count: total - people.length })}</p>
      )}
    </Card>
  );
}
