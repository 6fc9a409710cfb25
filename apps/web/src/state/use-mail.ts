import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Message } from '../device/conversation.ts';
import type { MailView } from '../device/mail.ts';
import { useApp } from './use-store.ts';

export const useMailView = (): MailView => {
  const { mail } = useApp();
  return useSyncExternalStore(mail.subscribe, () => mail.view);
};

/** What is written with one person, oldest first; undefined until it is read. */
export function useMessages(other: string): readonly Message[] | undefined {
  const { mail } = useApp();
  const view = useMailView();
  const [read, setRead] = useState<{ other: string; messages: readonly Message[] }>();
  useEffect(() => {
    // Read again whenever anything has changed.
    if (view.is !== 'ready') return;
    let wanted = true;
    void mail.messages(other).then(
      (messages) => wanted && setRead({ other, messages }),
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [mail, other, view]);
  return read?.other === other ? read.messages : undefined;
}
