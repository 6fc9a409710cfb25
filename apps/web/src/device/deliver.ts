import { accountId, messages as calls, deviceId, messageId, messageLimits } from '@stoa/protocol/social';
import { CallRefused } from '../api/call.ts';
import type { MailWork } from './arrive.ts';
import {
  type Conversation,
  emptyConversation,
  type Message,
  type MessageState,
  type WhyFailed,
} from './conversation.ts';
import { bytesOf } from './id-bytes.ts';
import { keysAfter } from './keys-after.ts';
import { encodeText } from './mail-words.ts';
import { lookAtOwn } from './my-devices.ts';
import { devicesOf, publicDevice, textId } from './sealing.ts';

type Fate = { readonly state: MessageState; readonly why?: WhyFailed; readonly retryInMs?: number };

const pauseMs = 30_000;
/** How often the devices may change while one message is on its way. */
const triesAtMost = 3;

/** Sends what waits, oldest first. When to come back for what could not be sent now, in ms. */
export async function deliver(work: MailWork): Promise<number | undefined> {
  const { shelf, device } = work;
  for (const message of await shelf.waiting(device.account.reveal())) {
    const fate = await fateOf(work, message);
    if (fate.state === 'waiting') return fate.retryInMs ?? pauseMs;
    await shelf.change(
      message,
      'written',
      [{ ...message, state: fate.state, why: fate.why }],
      () => undefined,
    );
  }
  return undefined;
}

async function fateOf(work: MailWork, message: Message): Promise<Fate> {
  try {
    for (let tries = 0; tries < triesAtMost; tries++) {
      const fate = await sendOnce(work, message);
      if (fate) return fate;
    }
    return { state: 'waiting' };
  } catch (error) {
    if (!(error instanceof CallRefused)) throw error;
    const { why, retryInMs } = error;
    if (why === 'offline' || why === 'busy' || why === 'signedOut') return { state: 'waiting' };
    // Soon is waited for; what would take until tomorrow the person should know.
    if (why === 'tooFast' && (retryInMs ?? 0) <= 2 * 60_000) {
      return { state: 'waiting', ...(retryInMs === undefined ? {} : { retryInMs }) };
    }
    return { state: 'failed', why };
  }
}

/** Undefined: the devices have changed meanwhile, to be tried again. */
async function sendOnce(work: MailWork, message: Message): Promise<Fate | undefined> {
  const { call, sealing, device } = work;
  const other = accountId(message.other);
  const conversation = await toWhom(work, message);
  if (conversation.changed || !conversation.known) return { state: 'held' };
  // A device of one's own account that nobody has confirmed gets nothing; everybody else need not wait for that.
  const mine = await lookAtOwn(work);
  const targets = [
    ...conversation.known.devices.slice(-messageLimits.devices).map((one) => publicDevice(other, one)),
    ...mine.map((one) => publicDevice(device.account, one)),
  ];
  const id = messageId(message.message);
  const body = encodeText(message.text);
  const plain = { id: bytesOf(id), time: message.time, body };
  const sealed = await sealing
    .sealDirect(device.sealing, bytesOf(other), targets, plain)
    .catch(() => undefined);
  // Too long, or somebody publishes a key that is none: what waits behind it goes on.
  if (!sealed) return { state: 'failed', why: 'malformed' };
  const { outcome } = await call(calls.send, {
    to: other,
    message: id,
    envelopes: sealed.map(({ device: to, envelope }) => ({
      device: deviceId(textId(to.id)),
      envelope: new Uint8Array(envelope),
    })),
  });
  if (outcome === 'sent') return { state: 'sent' };
  if (outcome === 'noDevices') return { state: 'failed', why: 'noDevices' };
  const published = await devicesOf(call, other);
  await work.shelf.change(message, 'written', [], (there) => {
    const before = there ?? emptyConversation(message.account, message.other);
    return { ...before, ...keysAfter(before, published) };
  });
  return undefined;
}

/** The conversation, with the keys that the other publishes when one has never looked before. */
async function toWhom({ call, shelf }: MailWork, { account, other }: Message): Promise<Conversation> {
  const there = (await shelf.conversations(account)).find((one) => one.other === other);
  const before = there ?? emptyConversation(account, other);
  if (before.known) return before;
  const { generation, devices } = await devicesOf(call, accountId(other));
  const known = { generation, devices };
  await shelf.change({ account, other }, 'written', [], (now) => ({ ...(now ?? before), known }));
  return { ...before, known };
}
