import type { Person } from './mini-room.ts';

/** Can `listener` open what `speaker` would send now? 'refused' and 'unknown' as the frame layer sees them. */
export async function hears(listener: Person, speaker: Person): Promise<boolean | string> {
  const sealing = speaker.session.frames.sealing();
  if (!sealing) return 'nothing sent';
  const opening = listener.session.frames.opening(sealing.kid);
  if (typeof opening === 'string') return opening;
  if (!sameBytes(opening.salt, sealing.salt) || !sameBytes(opening.context, sealing.context)) return false;
  const iv = new Uint8Array(12);
  const text = new TextEncoder().encode('twenty milliseconds');
  const box = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, sealing.key, text);
  const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, opening.key, box).catch(() => undefined);
  if (!plain) return false;
  const signature = new Uint8Array(await sealing.sign(text));
  return sameBytes(new Uint8Array(plain), text) && (await opening.verify(signature, text));
}

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((x, i) => x === b[i]);
