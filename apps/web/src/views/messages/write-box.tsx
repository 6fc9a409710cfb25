import { SendHorizontal } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../design/button.tsx';
import { fitsOneMessage } from '../../device/mail-words.ts';

/** Enter sends, Shift and Enter begins a line; on a touch screen Enter begins a line and the button sends. */
export function WriteBox({ name, onSend }: { name: string; onSend: (text: string) => Promise<void> }) {
  const { t } = useTranslation();
  const id = useId();
  const [text, setText] = useState('');
  const fits = fitsOneMessage(text);
  const ready = text.trim() !== '' && fits;
  const send = (event?: FormEvent) => {
    event?.preventDefault();
    if (!ready) return;
    setText('');
    // What this browser could not keep comes back to be sent again.
    onSend(text.trim()).catch(() => setText(text));
  };
  const key = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const byTouch = window.matchMedia('(pointer: coarse)').matches;
    // Enter that ends a choice of an input method is not meant to send.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing || byTouch) return;
    event.preventDefault();
    send();
  };
  return (
    <form onSubmit={send} className="flex items-end gap-2">
      <div className="min-w-0 flex-1">
        <label htmlFor={id} className="sr-only">
          {t('messagesPage.write', { name })}
        </label>
        <textarea
          id={id}
          dir="auto"
          rows={1}
          value={text}
          placeholder={t('messagesPage.write', { name })}
          aria-invalid={fits ? undefined : true}
          aria-describedby={fits ? undefined : `${id}-note`}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={key}
          className="block field-sizing-content max-h-48 min-h-12 w-full min-w-0 resize-none rounded-3xl border border-line-strong bg-surface px-5 py-2.5 text-lg text-ink placeholder:truncate placeholder:text-soft focus-visible:outline-offset-0"
        />
        {!fits && (
          <p id={`${id}-note`} role="alert" className="mt-1 px-2 text-sm font-semibold text-danger">
            {t('messagesPage.tooLong')}
          </p>
        )}
      </div>
      <IconButton
        type="submit"
        look="primary"
        icon={SendHorizontal}
        label={t('messagesPage.send')}
        disabled={!ready}
        className="size-12 disabled:opacity-60 rtl:[&>svg]:-scale-x-100"
      />
    </form>
  );
}
