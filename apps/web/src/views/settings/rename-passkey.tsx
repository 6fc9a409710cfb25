import { accounts, type PasskeyId } from '@stoa/protocol/social';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { refusalOf, useAct } from '../../state/use-answer.ts';

export function RenamePasskey({
  passkey,
  onDone,
}: {
  passkey: { readonly id: PasskeyId; readonly label: string };
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const rename = useAct(accounts.passkeyRename, [accounts.passkeyList]);
  const [label, setLabel] = useState(passkey.label);
  const why = refusalOf(rename.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (label.trim() !== '') rename.mutate({ id: passkey.id, label }, { onSuccess: onDone });
  };
  return (
    <Dialog open onOpenChange={onDone} title={t('settingsPage.renameTitle')}>
      <form noValidate onSubmit={submit} className="mt-4 grid grid-cols-[minmax(0,1fr)] gap-5">
        <TextField
          label={t('settingsPage.passkeyName')}
          autoComplete="off"
          value={label}
          error={why && t(`answers.refused.${why}`)}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <Button type="submit" look="primary" wide disabled={rename.isPending || label.trim() === ''}>
          {t('settingsPage.save')}
        </Button>
      </form>
    </Dialog>
  );
}
