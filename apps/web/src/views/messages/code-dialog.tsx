import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../design/dialog.tsx';
import { useApp } from '../../state/use-store.ts';

type Props = {
  readonly other: string;
  readonly name: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
};

/** The digits that are equal at both ends unless somebody stands between them. */
export function CodeDialog({ other, name, open, onOpenChange }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={<bdi>{t('messagesPage.codeTitle', { name })}</bdi>}
    >
      <p className="mt-3 text-soft">{t('messagesPage.codeText')}</p>
      {open && <Code other={other} />}
    </Dialog>
  );
}

function Code({ other }: { other: string }) {
  const { t } = useTranslation();
  const { mail } = useApp();
  const [code, setCode] = useState<string>();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let wanted = true;
    mail.code(other).then(
      (made) => wanted && setCode(made),
      () => wanted && setFailed(true),
    );
    return () => {
      wanted = false;
    };
  }, [mail, other]);
  return (
    <p role="status" className="mt-5 min-h-24 rounded-2xl bg-sunken p-5 text-center">
      {code ? (
        <span dir="ltr" className="font-mono text-2xl leading-relaxed tracking-wide tabular-nums">
          {code}
        </span>
      ) : (
        t(failed ? 'messagesPage.codeFailed' : 'messagesPage.codeWaiting')
      )}
    </p>
  );
}
