import { cleanName } from '@stoa/protocol';
import { accounts, people, profileLimits } from '@stoa/protocol/social';
import { Plus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { TextField } from '../../design/field.tsx';
import { TextArea } from '../../design/text-area.tsx';
import { refusalOf, useAct } from '../../state/use-answer.ts';
import { useMe } from '../../state/use-me.ts';
import { PhotoSettings } from './photo-settings.tsx';
import { Section } from './section.tsx';

export function ProfileSettings() {
  const { t } = useTranslation();
  const me = useMe();
  const save = useAct(accounts.profileSet, [accounts.me, people.profile]);
  const [name, setName] = useState(me.name);
  const [handle, setHandle] = useState(me.handle);
  const [bio, setBio] = useState(me.bio);
  const [links, setLinks] = useState<readonly string[]>(me.links);
  const why = refusalOf(save.error);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({
      ...(name !== me.name && { name: cleanName(name) ?? name }),
      ...(handle !== me.handle && { handle }),
      bio,
      links: links.filter((link) => link.trim() !== ''),
    });
  };
  const changeLink = (place: number, link: string) =>
    setLinks(links.map((each, at) => (at === place ? link : each)));

  return (
    <>
      <PhotoSettings />
      <form noValidate onSubmit={submit} aria-label={t('settingsPage.tabs.profile')}>
        <Section title={t('settingsPage.tabs.profile')}>
          <TextField
            label={t('settingsPage.name')}
            autoComplete="name"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextField
            label={t('settingsPage.handle')}
            hint={t('account.handleHint')}
            autoCapitalize="none"
            spellCheck={false}
            value={handle}
            onChange={(event) => setHandle(event.currentTarget.value)}
            error={why === 'taken' ? t('account.handleTaken') : undefined}
          />
          <TextArea
            label={t('settingsPage.bio')}
            hint={t('settingsPage.bioHint', { max: profileLimits.bioCodePoints })}
            value={bio}
            onChange={(event) => setBio(event.currentTarget.value)}
          />
          <fieldset className="grid grid-cols-[minmax(0,1fr)] gap-3">
            <legend className="mb-1.5 font-semibold">{t('settingsPage.links')}</legend>
            {links.map((link, place) => (
              <TextField
                // Their order is what tells them apart.
                // biome-ignore lint/suspicious/noArrayIndexKey: a list that only grows at its end
                key={place}
                label={t('settingsPage.link', { number: place + 1 })}
                type="url"
                inputMode="url"
                placeholder="https://"
                value={link}
                onChange={(event) => changeLink(place, event.currentTarget.value)}
              />
            ))}
            {links.length < profileLimits.links && (
              <Button
                size="small"
                icon={Plus}
                className="justify-self-start"
                onClick={() => setLinks([...links, ''])}
              >
                {t('settingsPage.addLink')}
              </Button>
            )}
          </fieldset>
          <div className="flex flex-wrap items-center gap-4">
            <Button type="submit" look="primary" disabled={save.isPending}>
              {t(save.isPending ? 'settingsPage.saving' : 'settingsPage.save')}
            </Button>
            <p role="status" className="font-semibold text-live-ink empty:hidden">
              {save.isSuccess ? t('settingsPage.saved') : ''}
            </p>
            <p role="alert" className="font-semibold text-danger empty:hidden">
              {why && why !== 'taken'
                ? t(why === 'malformed' ? 'settingsPage.wrongWords' : `answers.refused.${why}`)
                : ''}
            </p>
          </div>
        </Section>
      </form>
    </>
  );
}
