import { messages } from '@stoa/protocol/social';
import { newId } from '../../src/store/ids.ts';
import { newMessage } from '../messenger.ts';
import { randomly } from '../town.ts';
import { row } from './row.ts';

const message = newMessage();
const nobody = newId('account', randomly);

export const messagesRows = [
  // None of these viewers has published the keys of a device: who may write is told so.
  row(
    messages.send,
    'notAllowed notAllowed notFound notAllowed notAllowed notAllowed notAllowed',
    ({ owner }) => ({ to: owner.id, message, envelopes: [] }),
    () => ({ to: nobody, message, envelopes: [] }),
  ),
  row(messages.fetch, 'ok', () => ({})),
  row(messages.taken, 'ok', () => ({ ids: [newId('envelope', randomly)] })),
  row(messages.people, 'ok', ({ owner }) => ({ accounts: [owner.id] })),
  // Nobody has written to them: there is nothing to answer, as from somebody absent.
  row(
    messages.accept,
    'notFound',
    ({ owner }) => ({ account: owner.id }),
    () => ({ account: nobody }),
  ),
  row(
    messages.refuse,
    'notFound',
    ({ owner }) => ({ account: owner.id }),
    () => ({ account: nobody }),
  ),
];
