import type { OwnDevice as SealingDevice, SignedDirect } from '@stoa/client/direct';
import { accountId, messages as calls, deviceId } from '@stoa/protocol/social';
import { type Call, CallRefused } from '../api/call.ts';
import { emptyConversation, type KnownDevices, type Message, sameKey } from './conversation.ts';
import { bytesOf } from './id-bytes.ts';
import { keysHeard } from './keys-after.ts';
import type { MailShelf } from './mail-shelf.ts';
import { readText } from './mail-words.ts';
import { knownOwn } from './my-devices.ts';
import type { OwnDevice } from './own-device.ts';
import { devicesOf, publicDevice, type Sealing, textId } from './sealing.ts';

export type MailWork = {
  readonly call: Call;
  readonly shelf: MailShelf;
  readonly sealing: Sealing;
  readonly device: OwnDevice;
  readonly now: () => number;
};

/** Takes everything that waits at the server. It is forgotten there when it is on disk here, and not before. */
export async function arrive(work: MailWork): Promise<void> {
  const { call, shelf, device, now } = work;
  const account = device.account.reveal();
  for (;;) {
    const { waiting, more } = await call(calls.fetch, {});
    if (waiting.length === 0) return;
    for (const { envelope } of waiting) {
      const came = await opened(work, envelope);
      if (!came) continue;
      const { message, signKey, published } = came;
      await shelf.change({ account, other: message.other }, 'arrived', [message], (there, fresh) => {
        if (fresh.length === 0) return undefined;
        const before = there ?? emptyConversation(account, message.other);
        const { text, at, mine } = message;
        // A request until it is known what the server makes of it.
        const standing = before.standing === 'none' && !mine ? 'asked' : before.standing;
        const unread = mine ? before.unread : before.unread + 1;
        const keys = mine ? {} : keysHeard(before, signKey, published);
        const unproven = message.state === 'unproven';
        const last = { text, at: Math.max(at, now()), mine, ...(unproven && { unproven }) };
        return { ...before, ...keys, standing, last, unread };
      });
    }
    await call(calls.taken, { ids: waiting.map(({ id }) => id) });
    if (!more) return;
  }
}

type Came = {
  readonly message: Message;
  readonly signKey: Uint8Array<ArrayBuffer>;
  /** What its author publishes now. */
  readonly published: KnownDevices;
};

/** Undefined for what was not written, as it claims, by a device of its author's account in this conversation. */
async function opened(
  { call, shelf, sealing, device, now }: MailWork,
  bytes: Uint8Array,
): Promise<Came | undefined> {
  const me: SealingDevice = device.sealing;
  const envelope = sealing.readEnvelope(bytes);
  const signed = envelope && (await sealing.openDirect(me, envelope));
  if (!signed) return undefined;
  const [from, to] = [textId(signed.fromAccount), textId(signed.toAccount)];
  const account = device.account.reveal();
  const mine = from === account;
  const other = mine ? to : from;
  const text = readText(signed.body);
  if (text === undefined || other === account) return undefined;
  const signer = await signerOf(call, sealing, signed, [me.account, bytesOf(accountId(other))]);
  if (!signer) return undefined;
  const { signKey } = signer;
  const { signature, body, time } = signed;
  // The server may list a device of its own for this account: it does not speak for the person.
  const isMine = async () =>
    sameKey(signKey, device.ed25519) ||
    ((await knownOwn(shelf, account))?.some(({ ed25519 }) => sameKey(ed25519, signKey)) ?? false);
  const message: Message = {
    ...{ account, other, mine, text, at: now(), time: Math.min(time, now()) },
    message: textId(signed.id),
    state: !mine ? 'received' : (await isMine()) ? 'sent' : 'unproven',
    proof: { time, signKey, signature, body },
  };
  return { message, ...signer };
}

/** The key it was signed by, when that is published by its author. */
async function signerOf(
  call: Call,
  sealing: Sealing,
  signed: SignedDirect,
  between: readonly [SealingDevice['account'], SealingDevice['account']],
) {
  const author = accountId(textId(signed.fromAccount));
  const id = textId(signed.fromDevice);
  const published = await devicesOf(call, author, deviceId(id)).catch((error: unknown) => {
    // Gone, or behind a block: nobody is there who could have written it.
    if (error instanceof CallRefused && error.why === 'notFound') return undefined;
    throw error;
  });
  const device = published && [...published.devices, ...published.removed].find((one) => one.id === id);
  if (!device) return undefined;
  const sender = publicDevice(author, device);
  const verifier = new sealing.Verifier(globalThis.crypto.subtle);
  const isFrom = await sealing.isFrom(signed, sender, between, verifier);
  return isFrom ? { signKey: device.ed25519, published } : undefined;
}
