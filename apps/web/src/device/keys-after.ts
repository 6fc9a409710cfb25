import { type Conversation, type KnownDevices, sameDevices } from './conversation.ts';

/** Newer keys: the same ones are only noted, others wait until somebody has looked. */
export function keysAfter(
  { known }: Conversation,
  { generation, devices }: KnownDevices,
): Pick<Conversation, 'known' | 'changed'> {
  const newer = { generation, devices };
  return !known || known.devices.length === 0 || sameDevices(known.devices, devices)
    ? { known: newer, changed: undefined }
    : { known, changed: newer };
}
