import type { About } from '../evidence/make-evidence.ts';
import type { Device } from './device.ts';

/** What this device can show of somebody to a third person, beside sound. */
export function aboutOf({ room, people, messages }: Device, leaf: number): About | undefined {
  const key = people.authorKey(leaf);
  return key && { room, key, leaf, binding: people.binding(leaf), messages: messages.by(leaf) };
}
