import { AlertDialog } from '@base-ui/react/alert-dialog';
import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { classes } from './classes.ts';

const backdrop = 'backdrop fixed inset-0 z-40 bg-shade';
// On a phone a sheet that rises from the edge the thumb is at; on a desk a card in the middle.
const popup = classes(
  'popup fixed z-50 flex max-h-[92dvh] flex-col overflow-y-auto overscroll-contain bg-surface text-ink shadow-float outline-none',
  'inset-x-0 bottom-0 rounded-t-3xl px-5 pt-5 pb-[max(1.25rem,env(safe-area-inset-bottom))]',
  'sm:inset-0 sm:m-auto sm:h-fit sm:w-[min(30rem,calc(100vw-3rem))] sm:rounded-3xl sm:p-7',
  'border border-line',
);
const title = 'font-display text-2xl leading-snug font-semibold tracking-tight pe-12';

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  children: ReactNode;
};

export function Dialog({ open, onOpenChange, title: heading, children }: Props) {
  const { t } = useTranslation();
  return (
    <BaseDialog.Root open={open} onOpenChange={onOpenChange}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className={backdrop} />
        <BaseDialog.Popup className={popup}>
          <BaseDialog.Title className={title}>{heading}</BaseDialog.Title>
          {children}
          <BaseDialog.Close
            aria-label={t('dialog.close')}
            className="absolute end-4 top-4 inline-flex size-11 items-center justify-center rounded-full text-soft hover:bg-sunken hover:text-ink"
          >
            <X aria-hidden="true" className="size-5" />
          </BaseDialog.Close>
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}

/** Asks before something that cannot be taken back. Does not close by a stray tap beside it. */
export function Confirm({
  open,
  onOpenChange,
  title: heading,
  text,
  yes,
  onYes,
}: Omit<Props, 'children'> & { text: ReactNode; yes: string; onYes: () => void }) {
  const { t } = useTranslation();
  return (
    <AlertDialog.Root open={open} onOpenChange={onOpenChange}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={backdrop} />
        <AlertDialog.Popup className={popup}>
          <AlertDialog.Title className={classes(title, 'pe-0')}>{heading}</AlertDialog.Title>
          <AlertDialog.Description className="mt-3 text-soft">{text}</AlertDialog.Description>
          <div className="mt-6 flex flex-col gap-3 sm:flex-row-reverse">
            <Button
              look="danger"
              onClick={() => {
                onOpenChange(false);
                onYes();
              }}
            >
              {yes}
            </Button>
            <AlertDialog.Close render={<Button look="plain" />}>{t('dialog.cancel')}</AlertDialog.Close>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
