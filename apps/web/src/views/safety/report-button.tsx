import type { PersonCard } from '@stoa/protocol/social';
import { Flag } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { ReportDialog } from './report-dialog.tsx';

/** On pages of clubs and events: a report about who answers for it, which names the page. */
export function ReportButton({ person, context }: { person: PersonCard; context: string }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { account, name } = person;
  return (
    <>
      <Button
        look="ghost"
        size="small"
        icon={Flag}
        onClick={() => setOpen(true)}
        className="justify-self-start text-soft"
      >
        {t('report.action')}
      </Button>
      <ReportDialog
        about={{ kind: 'person', account, name }}
        context={context}
        open={open}
        onOpenChange={setOpen}
      />
    </>
  );
}
