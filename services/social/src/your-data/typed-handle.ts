/** A handle as people type it, without asking whether somebody may still take such a one. */
export const typedHandle = (text: string): string =>
  text.normalize('NFKC').trim().replace(/^@/, '').toLowerCase();
