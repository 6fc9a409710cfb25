import { type Conversation, type KnownDevices, sameDevices, sameKey } from './conversation.ts';

type Keys = Pick<Conversation, 'known' | 'changed'>;

/** Newer keys: the same ones are only noted, others wait until somebody has looked. */
export function keysAfter({ known, changed }: Keys, { generation, devices }: KnownDevices): Keys {
  const newer = { generation, devices };
  // Once there were some, none is a change like any other: what comes after it is looked at too.
  const isFirst = !known || (known.devices.length === 0 && known.generation === 0);
  // What was not looked at stays so, also when the server says that nothing had happened: messages may have come meanwhile.
  return isFirst || (!changed && sameDevices(known.devices, devices))
    ? { known: newer, changed: undefined }
    : { known, changed: newer };
}

/** A message came that this key signed, which its author publishes: is it one of those that somebody has looked at? */
export function keysHeard(
  { known, changed }: Keys,
  signKey: Uint8Array,
  { generation, devices }: KnownDevices,
): Partial<Keys> {
  const isOf = (keys: KnownDevices | undefined) =>
    keys?.devices.some(({ ed25519 }) => sameKey(ed25519, signKey)) ?? false;
  return !known || isOf(known) || isOf(changed) ? {} : { changed: { generation, devices } };
}
