import { cleanLink } from '@stoa/client';
import { cleanTitle, limits } from '@stoa/protocol';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../design/button.tsx';
import { Dialog } from '../../../design/dialog.tsx';
import { TextField } from '../../../design/field.tsx';
import { useRoom } from '../../../state/use-store.ts';
import { useActs } from '../room-acts.tsx';

/** Puts a link up for everybody in the room. */
export function PinDialog() {
  const { t } = useTranslation();
  const { panel, show, pinning } = useActs();
  return (
    <Dialog open={panel === 'pin'} onOpenChange={() => show(undefined)} title={t('chat.pin')}>
      <PinForm key={pinning} url={pinning} />
    </Dialog>
  );
}

function PinForm({ url: given }: { url: string }) {
  const { t } = useTranslation();
  const room = useRoom();
  const { act, show } = useActs();
  const [url, setUrl] = useState(given);
  const [title, setTitle] = useState('');
  const [tried, setTried] = useState(false);
  const link = cleanLink(url);
  const name = cleanTitle(title);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (link && name && (await act(room.pin(link.href, name)))) show(undefined);
  };
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="mt-5 grid gap-5">
      <TextField
        label={t('chat.pinLink')}
        type="url"
        dir="ltr"
        inputMode="url"
        autoComplete="off"
        placeholder="https://"
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value)}
        hint={link ? t('chat.leadsTo', { host: link.hostname }) : t('chat.pinHint')}
        error={tried && !link ? t('chat.pinWrong') : undefined}
      />
      <TextField
        label={t('chat.pinTitle')}
        autoComplete="off"
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        error={tried && !name ? t('start.titleWrong', { max: limits.titleCodePoints }) : undefined}
      />
      <Button type="submit" look="primary">
        {t('chat.pinNow')}
      </Button>
    </form>
  );
}
