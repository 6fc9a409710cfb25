import { z } from 'zod';

/** Why a text cannot be a handle. */
export type HandleFault = 'tooShort' | 'tooLong' | 'characters' | 'noLetter' | 'reserved';

export const handleLength = { least: 3, most: 24 } as const;

/**
 * A handle is `a`-`z`, `0`-`9` and single `_` between them, in lower case. Anything else would let two handles look the
 * same: letters of other scripts are for the display name. What a keyboard or a copy adds (an `@`, capitals, full-width
 * letters) is taken off before.
 */
export function readHandle(text: string): { readonly handle: string } | { readonly fault: HandleFault } {
  // The longest that any spelling of a handle takes; before anything is done with it.
  if (text.length > 4 * handleLength.most) return { fault: 'tooLong' };
  const handle = text.normalize('NFKC').trim().replace(/^@/, '').toLowerCase();
  if (!/^[a-z0-9]+(?:_[a-z0-9]+)*$/.test(handle)) {
    return { fault: handle === '' ? 'tooShort' : 'characters' };
  }
  if (handle.length < handleLength.least) return { fault: 'tooShort' };
  if (handle.length > handleLength.most) return { fault: 'tooLong' };
  if (!/[a-z]/.test(handle)) return { fault: 'noLetter' };
  // A 1 stands for l or for i.
  const looks = [handleLook(handle), handleLook(handle.replaceAll('1', 'i'))];
  if (looks.some((look) => reservedLooks.has(look))) return { fault: 'reserved' };
  return { handle };
}

/** Handles with the same look belong to one account: `ada_l`, `adal` and `ada1` are one to a hasty reader. */
export function handleLook(handle: string): string {
  return handle
    .replaceAll('_', '')
    .replaceAll('0', 'o')
    .replaceAll('1', 'l')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w');
}

/** On the wire as typed, in the program as `readHandle` gives it. */
export const handleSchema = z.codec(z.string(), z.string(), {
  decode: (text, context) => {
    const read = readHandle(text);
    if ('handle' in read) return read.handle;
    context.issues.push({ code: 'custom', message: read.fault, input: text });
    return z.NEVER;
  },
  encode: (handle) => handle,
});

/** Words that would speak for the deployment, or that are places of it. */
const reserved = `
  abuse about account accounts admin admins administrator anonymous api app auth billing bot ban banned blog bugs club
  clubs contact deleted dev developer discover event events everyone everybody explore faq feedback guest guests hallway
  help here home host info join legal listener live login logout mail me media messages mod moderation moderator
  moderators network news nobody noreply notification notifications null official operator operators ops owner password
  people postmaster press privacy profile register report reports robot room rooms root safety search security self
  settings signin signout signup site somebody someone speaker staff start status stoa stoa_official stoa_safety
  stoa_security stoa_staff stoa_support stoa_team stoa_help superuser support system team terms test trust undefined
  unknown user username users verified verify voice webmaster welcome www you
`;
const reservedLooks: ReadonlySet<string> = new Set(reserved.trim().split(/\s+/).map(handleLook));
