import { accounts, events, notifications } from '@stoa/protocol/social';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { showBadge } from '../pwa/badge.ts';
import { useAnswer } from './use-answer.ts';
import { useMyself } from './use-me.ts';
import { useApp } from './use-store.ts';

/** What the server says by itself to whoever is signed in, kept for all screens. Once, around them. */
export function useNews(): void {
  const { live } = useApp();
  const answers = useQueryClient();
  const unread = useUnread();
  const known = useMyself().is === 'in';
  useEffect(() => {
    if (known) showBadge(unread);
  }, [known, unread]);
  useEffect(
    () =>
      live.onMessage((message) => {
        switch (message.t) {
          case 'notices':
            answers.setQueryData([notifications.unread.path, {}], { unread: message.unread });
            // A notice is often about an event that begins, moves or is cancelled: what is known of events is old then.
            for (const { path } of [notifications.list, events.one, events.list]) {
              void answers.invalidateQueries({ queryKey: [path] });
            }
            return;
          case 'meChanged':
          case 'recoveryBegun':
            return void answers.invalidateQueries({ queryKey: [accounts.me.path] });
          case 'signedOut':
            // Ended elsewhere: what this page still knows is nobody's any more.
            return void answers.resetQueries();
        }
      }),
    [live, answers],
  );
}

/** How many notices are new. */
export function useUnread(): number {
  const known = useMyself().is === 'in';
  return useAnswer(notifications.unread, {}, { enabled: known }).data?.unread ?? 0;
}
