import { yourData } from '@stoa/protocol/social';
import { Download, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { saveFile } from '../../state/save-file.ts';
import { useMe } from '../../state/use-me.ts';
import { useFreshAct } from '../../state/use-passkey-act.ts';
import { useApp } from '../../state/use-store.ts';
import { Section } from './section.tsx';

/** What is stored about one: all of it in a file, or gone. */
export function DataSettings() {
  return (
    <>
      <ExportSection />
      <DeleteSection />
    </>
  );
}

function ExportSection() {
  const { t } = useTranslation();
  const { call } = useApp();
  const act = useFreshAct([]);
  const [done, setDone] = useState(false);
  const download = async () => {
    setDone(false);
    const data = await act.run(() => call(yourData.export, {}));
    if (!data) return;
    saveFile(`stoa-data-${data.madeOn}.json`, JSON.stringify(data, null, 2), 'application/json');
    setDone(true);
  };
  return (
    <Section title={t('settingsPage.export')} text={t('settingsPage.exportText')}>
      <Button
        icon={Download}
        className="justify-self-start"
        disabled={act.busy}
        onClick={() => void download()}
      >
        {t(act.busy ? 'settingsPage.exportBusy' : 'settingsPage.exportButton')}
      </Button>
      <p role="status" className="font-semibold text-live-ink empty:hidden">
        {done ? t('settingsPage.exportDone') : ''}
      </p>
      <p role="alert" className="font-semibold text-danger empty:hidden">
        {act.words}
      </p>
    </Section>
  );
}

function DeleteSection() {
  const { t } = useTranslation();
  const { visit } = useApp();
  const [asking, setAsking] = useState(false);
  return (
    <Section title={t('settingsPage.remove')} text={t('settingsPage.removeText')}>
      <Button
        look="danger"
        icon={Trash2}
        className="justify-self-start"
        onClick={() => {
          visit.drop();
          setAsking(true);
        }}
      >
        {t('settingsPage.removeButton')}
      </Button>
      <Dialog open={asking} onOpenChange={setAsking} title={t('settingsPage.removeTitle')}>
        <Deletion onCancel={() => setAsking(false)} />
      </Dialog>
    </Section>
  );
}

function Deletion({ onCancel }: { onCancel: () => void }) {
  const { t } = useTranslation();
  const { call, prefs, mail, devices } = useApp();
  const me = useMe();
  const act = useFreshAct([]);
  const [typed, setTyped] = useState('');
  const remove = async () => {
    const gone = await act.run(() => call(yourData.deleteAccount, { handle: typed }));
    if (!gone) return;
    prefs.set({ name: '', taste: undefined, hintsSeen: [] });
    await mail.forget(me.id);
    await devices.forget(me.id);
    // Anew, so that nothing of this person stays in the memory of the page.
    window.location.assign(`/deleted#${gone.completeBy}`);
  };
  return (
    <form
      noValidate
      className="mt-4 grid grid-cols-[minmax(0,1fr)] gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        void remove();
      }}
    >
      <ul className="grid list-disc gap-1.5 ps-5 text-soft">
        <li>{t('settingsPage.removeNow')}</li>
        <li>{t('settingsPage.removeClubs')}</li>
        <li>{t('settingsPage.removeBy')}</li>
      </ul>
      <TextField
        label={t('settingsPage.removeHandle', { handle: me.handle })}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        dir="ltr"
        value={typed}
        error={act.trouble === 'malformed' ? t('settingsPage.removeHandleWrong') : undefined}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <p role="alert" className="font-semibold text-danger empty:hidden">
        {act.trouble === 'malformed' ? '' : act.words}
      </p>
      <div className="flex flex-col gap-3 sm:flex-row-reverse">
        <Button type="submit" look="danger" disabled={act.busy || typed.trim() === ''}>
          {t(act.busy ? 'account.inBusy' : 'settingsPage.removeYes')}
        </Button>
        <Button onClick={onCancel}>{t('dialog.cancel')}</Button>
      </div>
    </form>
  );
}
