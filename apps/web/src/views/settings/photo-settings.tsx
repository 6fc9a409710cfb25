import { accounts, people, photoLimits } from '@stoa/protocol/social';
import { type ChangeEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { Face } from '../../design/face.tsx';
import { refusalOf, useAct } from '../../state/use-answer.ts';
import { useMe } from '../../state/use-me.ts';
import { Section } from './section.tsx';

export function PhotoSettings() {
  const { t } = useTranslation();
  const me = useMe();
  const file = useRef<HTMLInputElement>(null);
  const [tooBig, setTooBig] = useState(false);
  const stale = [accounts.me, people.profile];
  const set = useAct(accounts.photoSet, stale);
  const remove = useAct(accounts.photoRemove, stale);
  const why = refusalOf(set.error) ?? refusalOf(remove.error);

  const chosen = async (event: ChangeEvent<HTMLInputElement>) => {
    const [photo] = event.currentTarget.files ?? [];
    event.currentTarget.value = '';
    if (!photo) return;
    setTooBig(photo.size > photoLimits.bytes);
    if (photo.size <= photoLimits.bytes) set.mutate(new Uint8Array(await photo.arrayBuffer()));
  };
  return (
    <Section title={t('settingsPage.photo')} text={t('settingsPage.photoHint')}>
      <div className="flex flex-wrap items-center gap-5">
        <Face person={me} size="huge" />
        <div className="grid justify-items-start gap-2.5">
          <input
            ref={file}
            type="file"
            accept="image/jpeg,image/png,image/webp,image/gif,image/avif"
            hidden
            onChange={(event) => void chosen(event)}
          />
          <Button size="small" disabled={set.isPending} onClick={() => file.current?.click()}>
            {t(set.isPending ? 'settingsPage.saving' : 'settingsPage.photoChoose')}
          </Button>
          {me.image && (
            <Button size="small" look="ghost" disabled={remove.isPending} onClick={() => remove.mutate({})}>
              {t('settingsPage.photoRemove')}
            </Button>
          )}
          <p role="alert" className="font-semibold text-danger empty:hidden">
            {tooBig ? t('settingsPage.photoTooBig') : why ? t(`answers.refused.${why}`) : ''}
          </p>
        </div>
      </div>
    </Section>
  );
}
