import type { Conversation, Message } from '../device/conversation.ts';
import { createMail, type Mail } from '../device/mail.ts';
import { memoryMailShelf } from '../device/memory-mail-shelf.ts';
import { noDevices } from './no-devices.ts';
import { callOf, type Replies } from './replies.ts';

/** Conversations that stay as they are: nothing arrives, and what is written waits. */
export type Written = { readonly conversation: Conversation; readonly messages: readonly Message[] };

export function quietMail(written: readonly Written[] = [], replies: Replies = {}): Mail {
  const shelf = memoryMailShelf();
  for (const { conversation, messages } of written) {
    // In memory: done before anybody asks.
    void shelf.change(conversation, 'written', messages, () => conversation);
  }
  return createMail({
    ...{ shelf, devices: noDevices(), call: callOf(replies), live: { onMessage: () => () => {} } },
    now: Date.now,
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    alone: (_name, run) => run(),
    tabs: { tell: () => {}, listen: () => {} },
    after: () => {},
  });
}
