import { cleanText, cleanTitle } from '@stoa/protocol';
import { z } from 'zod';

export const chatCodePoints = 300;
const chatLines = 6;
export const reactions = ['👏', '❤️', '😂', '😮', '🎉', '👍', '🙏', '🔥', '💯', '👋', '🤔', '💡'] as const;
export type Reaction = (typeof reactions)[number];

const number = z.int().min(0).max(0xffff_ffff);
const bodySchema = z.discriminatedUnion('k', [
  z.object({ k: z.literal('chat'), text: z.string().max(2_000) }),
  z.object({ k: z.literal('pin'), url: z.string().max(500), title: z.string().max(500) }),
  z.object({ k: z.literal('unpin') }),
  z.object({ k: z.literal('hide'), leaf: number, counter: number }),
]);
export type Body = z.infer<typeof bodySchema>;
/** `after`: number of its author's last message that came back to the author, who so knows that it was passed on. */
export type Read = { readonly body: Body; readonly after: number | undefined };
const afterSchema = z.object({ after: number.optional() });

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

export const encodeBody = (body: Body, after?: number): Uint8Array =>
  encoder.encode(JSON.stringify({ ...body, after }));

/** Undefined for anything that this app does not understand, or that breaks the rules of what people write. */
export function decodeBody(bytes: Uint8Array): Read | undefined {
  let read: unknown;
  try {
    read = JSON.parse(decoder.decode(bytes));
  } catch {
    return undefined;
  }
  const body = bodySchema.safeParse(read).data;
  const envelope = afterSchema.safeParse(read).data;
  return body && envelope && isClean(body) ? { body, after: envelope.after } : undefined;
}

function isClean(body: Body): boolean {
  if (body.k === 'chat') return cleanChat(body.text) === body.text;
  if (body.k === 'pin') return cleanTitle(body.title) === body.title && cleanLink(body.url) !== undefined;
  return true;
}

/** Text as it is sent: each line by the rule for names, no empty lines at the ends. Undefined when it does not fit. */
export function cleanChat(text: string): string | undefined {
  const lines = text.split(/\r\n|[\n\r]/u).map((line) => cleanText(line, chatCodePoints) ?? '');
  const cleaned = lines
    .join('\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trim();
  const fits = [...cleaned].length <= chatCodePoints && cleaned.split('\n').length <= chatLines;
  // A line that is too long cleans to nothing: the whole is refused, never cut.
  const cut = [...text].length > chatCodePoints * 2;
  return cleaned !== '' && fits && !cut && !lostLine(text, lines) ? cleaned : undefined;
}

const lostLine = (text: string, lines: readonly string[]): boolean =>
  text.split(/\r\n|[\n\r]/u).some((line, at) => lines[at] === '' && [...line].length > chatCodePoints);

/** The address to open, or undefined when it is not one that people can judge by its host. */
export function cleanLink(text: string): URL | undefined {
  const address = text.trim();
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== 'https:' || url.username || url.password || url.href.length > 500) return undefined;
  return url.hostname.includes('.') ? url : undefined;
}

export const encodeReaction = (sign: Reaction): Uint8Array => Uint8Array.of(1, reactions.indexOf(sign));

export function decodeReaction(bytes: Uint8Array): Reaction | undefined {
  return bytes.length === 2 && bytes[0] === 1 ? reactions[bytes[1]!] : undefined;
}
