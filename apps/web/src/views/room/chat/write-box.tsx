import { ArrowUp } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../../design/button.tsx';
import { draftOf, sends } from '../../../state/chat-draft.ts';
import { useRoom, useRoomView } from '../../../state/use-store.ts';

/** Where one writes; or, when one may not, why. */
export function WriteBox() {
  const { t } = useTranslation();
  const mayWrite = useRoomView((view) => view.chat.mayWrite);
  const who = useRoomView((view) => view.chat.who);
  const listening = useRoomView((view) => view.me?.role === 'listener');
  if (mayWrite) return <Box />;
  const closed = who === 'nobody' || (who === 'stage' && listening);
  return (
    <p className="border-t border-line px-5 py-4 text-center text-soft">
      {t(closed ? `chat.closedFor.${who === 'nobody' ? 'nobody' : 'stage'}` : 'chat.silenced')}
    </p>
  );
}

function Box() {
  const { t } = useTranslation();
  const room = useRoom();
  const id = useId();
  const away = useRoomView((view) => view.phase.is === 'reconnecting');
  const [text, setText] = useState('');
  const [sending, setSending] = useState(false);
  const [refused, setRefused] = useState<string>();
  const { ready, left, tooManyLines } = draftOf(text);
  const wrong = tooManyLines || (left !== undefined && left < 0);
  const send = async () => {
    if (!ready || sending || away) return;
    setSending(true);
    setRefused(undefined);
    const outcome = await room.say(text).catch(() => ({ ok: false, why: 'malformed' }) as const);
    setSending(false);
    // What was refused stays, so that nothing has to be written twice.
    if (outcome.ok) setText((now) => (now === text ? '' : now));
    else setRefused(t(outcome.why === 'notAllowed' ? 'chat.notNow' : `outcome.${outcome.why}`));
  };
  const onKey = (press: KeyboardEvent) => {
    const { key, shiftKey } = press;
    if (!sends({ key, shiftKey, isComposing: press.nativeEvent.isComposing })) return;
    press.preventDefault();
    void send();
  };
  const onSubmit = (submit: FormEvent) => {
    submit.preventDefault();
    void send();
  };
  const note = refused ?? (tooManyLines ? t('chat.tooManyLines') : undefined);
  return (
    <form onSubmit={onSubmit} className="border-t border-line p-2.5">
      <div className="flex items-end gap-1.5">
        <label htmlFor={id} className="sr-only">
          {t('chat.write')}
        </label>
        <textarea
          id={id}
          dir="auto"
          rows={1}
          enterKeyHint="send"
          placeholder={t('chat.write')}
          value={text}
          aria-invalid={wrong || undefined}
          aria-describedby={`${id}-note ${id}-left`}
          onKeyDown={onKey}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setRefused(undefined);
          }}
          className="block field-sizing-content max-h-36 min-h-11 w-full min-w-0 resize-none rounded-3xl border border-line-strong bg-surface px-4 py-2.5 leading-snug placeholder:text-soft focus-visible:outline-offset-0 aria-invalid:border-danger"
        />
        <IconButton
          type="submit"
          icon={ArrowUp}
          look="primary"
          label={t('chat.send')}
          disabled={!ready || sending || away}
          className="disabled:opacity-50"
        />
      </div>
      <div className="flex justify-between gap-3 px-2 text-sm">
        <p id={`${id}-note`} role="status" className="font-semibold text-danger not-empty:pt-1.5">
          {note}
        </p>
        <p
          id={`${id}-left`}
          className={`shrink-0 tabular-nums not-empty:pt-1.5 ${wrong ? 'font-semibold text-danger' : 'text-soft'}`}
        >
          {left !== undefined &&
            (left < 0 ? t('chat.over', { count: -left }) : t('chat.left', { count: left }))}
        </p>
      </div>
    </form>
  );
}
