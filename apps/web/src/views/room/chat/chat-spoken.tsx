import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keyOf, type LineKey, unseen } from '../../../state/chat-lines.ts';
import { useRhythm } from '../../../state/use-rhythm.ts';
import { usePrefs, useRoom, useRoomView } from '../../../state/use-store.ts';

const breathMs = 4_000;

/**
 * For screen readers, while the panel is open: one new line is read, several are counted, and never more often than
 * people can listen to beside a conversation. Reactions are not spoken at all: they pass like a murmur, and what
 * would be said about them would cover what somebody is saying.
 */
export function ChatSpoken() {
  const { t } = useTranslation();
  const room = useRoom();
  const { announcements } = usePrefs();
  const lines = useRoomView((view) => view.chat.lines);
  const [words, setWords] = useState('');
  const told = useRef<LineKey | undefined>(lastOf(room.view.chat.lines));
  useRhythm(lines, breathMs, () => {
    const fresh = unseen(lines, told.current);
    told.current = lastOf(lines);
    const [only] = fresh;
    if (!only || announcements === 'own') return;
    setWords(
      fresh.length === 1
        ? t('chat.newOne', { name: only.name || t('seat.nameless'), text: only.text })
        : t('chat.newMany', { count: fresh.length }),
    );
  });
  return (
    <p role="status" data-testid="chat-news" className="sr-only">
      {words}
    </p>
  );
}

const lastOf = (lines: Parameters<typeof unseen>[0]): LineKey | undefined => {
  const last = lines.at(-1);
  return last && keyOf(last);
};
