import type { Conversation, Message } from './conversation.ts';
import { isSignedBy, type MailShelf, withoutDoubt } from './mail-shelf.ts';

/** For tests and pictures: conversations in memory, by the same rules. */
export function memoryMailShelf(): MailShelf {
  const conversations = new Map<string, Conversation>();
  const messages = new Map<string, Message>();
  const key = (...parts: string[]) => parts.join(' ');
  const inOrder = () => [...messages.values()].sort((a, b) => a.at - b.at);
  const drop = (account: string, other?: string) => {
    const isMeant = (one: { account: string; other: string }) =>
      one.account === account && (other === undefined || one.other === other);
    for (const [name, one] of conversations) if (isMeant(one)) conversations.delete(name);
    for (const [name, one] of messages) if (isMeant(one)) messages.delete(name);
  };
  return {
    conversations: async (account) => [...conversations.values()].filter((one) => one.account === account),
    messages: async (account, other) =>
      inOrder().filter((one) => one.account === account && one.other === other),
    waiting: async (account) => inOrder().filter((one) => one.account === account && one.state === 'waiting'),
    async change({ account, other }, how, all, step) {
      const fresh = all.filter(({ message }) => !messages.has(key(account, message)));
      for (const one of how === 'written' ? all : fresh) messages.set(key(account, one.message), one);
      const next = step(conversations.get(key(account, other)), fresh);
      if (next) conversations.set(key(account, other), next);
    },
    async release(account, other) {
      for (const [name, one] of messages) {
        if (one.account !== account || one.other !== other || one.state !== 'held') continue;
        messages.set(name, { ...one, state: 'waiting' });
      }
    },
    async prove(account, signKeys) {
      const all = inOrder().filter((one) => one.account === account && one.state === 'unproven');
      const proven = all.filter((one) => isSignedBy(one, signKeys));
      for (const one of proven) messages.set(key(account, one.message), { ...one, state: 'sent' });
      const open = new Set(all.filter((one) => !proven.includes(one)).map(({ other }) => other));
      for (const { other } of proven) {
        const there = conversations.get(key(account, other));
        if (there && !open.has(other)) conversations.set(key(account, other), withoutDoubt(there));
      }
    },
    remove: async (account, other) => drop(account, other),
    forget: async (account) => drop(account),
  };
}
