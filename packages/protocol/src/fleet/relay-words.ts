import { z } from 'zod';
import type { EraId, LinkId, PeerId } from '../ids.ts';
import type { RelayCommand, RelayEvent } from '../relay-link.ts';
import { loadSchema } from './presence.ts';

/**
 * What a control and a host of relays say to each other. Each side numbers its words for the other, from 1: a number that is
 * left out is a word that was lost, and both then compare what they believe. Fields that a reader does not know are
 * passed on, commands and events that it does not know are passed over.
 */
const token = z.string().regex(/^[A-Za-z0-9_-]{1,32}$/);
const whole = z.int().min(0);
const peer = whole.transform((n) => n as PeerId);
const era = whole.transform((n) => n as EraId);
const link = z
  .string()
  .regex(/^[A-Za-z0-9_.-]{1,65}$/)
  .transform((text) => text as LinkId);
const seat = z.looseObject({ publish: z.boolean(), subscribe: z.boolean(), onStage: z.boolean() });

const command = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('join'), peer, era, offer: z.string().max(100_000), seat }),
  z.looseObject({ type: z.literal('seat'), peer, seat }),
  z.looseObject({ type: z.literal('sender'), peer, sender: whole }),
  z.looseObject({ type: z.literal('close'), peer }),
  z.looseObject({ type: z.literal('endEra'), era }),
  z.looseObject({ type: z.literal('links'), era, links: z.array(link).max(10_000) }),
  z.looseObject({ type: z.literal('census'), era }),
  z.looseObject({ type: z.literal('ping'), n: whole }),
]);

const event = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('answered'), peer, answer: z.string().max(100_000) }),
  z.looseObject({ type: z.literal('refused'), peer, why: z.string().max(40) }),
  z.looseObject({ type: z.literal('connected'), peer }),
  z.looseObject({ type: z.literal('gone'), peer, why: z.string().max(40) }),
  z.looseObject({ type: z.literal('flooding'), peer }),
  z.looseObject({ type: z.literal('pong'), n: whole, load: loadSchema }),
  z.looseObject({
    type: z.literal('census'),
    era,
    peers: z.array(z.looseObject({ peer, connected: z.boolean() })).max(100_000),
  }),
]);

const controlWord = z.object({
  /** The control's life. */
  from: token,
  /** The life of the host's program that this is meant for. */
  to: token,
  n: z.int().min(1),
  /** The host is of another deployment: nothing else will be said to it. */
  refused: z.literal(true).optional(),
  /** Undefined: it only says that it lives. */
  relay: z
    .object({ index: whole, link, term: whole, command: command as unknown as z.ZodType<RelayCommand> })
    .optional()
    .catch(undefined),
});
export type ControlWord = z.infer<typeof controlWord>;

const relayWord = z.object({
  /** Life of the host's program. */
  from: token,
  n: z.int().min(1),
  /** How many gaps there were in this control's words so far. */
  gaps: whole,
  relay: z
    .object({ index: whole, link, event: event as unknown as z.ZodType<RelayEvent> })
    .optional()
    .catch(undefined),
  /** A relay process ended, with these transports. */
  lost: z.object({ index: whole, link, peers: z.array(peer).max(100_000) }).optional(),
  /** A command came from somebody who was replaced as the era's owner. */
  stale: z.object({ era, term: whole }).optional(),
});
export type RelayWord = z.infer<typeof relayWord>;

/** Both platforms have them (WHATWG Encoding); the compiler is told of no platform here. */
declare const TextEncoder: new () => { encode(text: string): Uint8Array<ArrayBuffer> };
declare const TextDecoder: new () => { decode(bytes: Uint8Array): string };
const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const encodeWord = (word: ControlWord | RelayWord | object): Uint8Array =>
  encoder.encode(JSON.stringify(word));

/** Undefined for anything that is none. */
export const decodeControlWord = (bytes: Uint8Array): ControlWord | undefined => decode(controlWord, bytes);
export const decodeRelayWord = (bytes: Uint8Array): RelayWord | undefined => decode(relayWord, bytes);

/** JSON of this shape. Undefined for anything else. */
export function decode<S extends z.ZodType>(schema: S, bytes: Uint8Array): z.output<S> | undefined {
  try {
    return schema.safeParse(JSON.parse(decoder.decode(bytes))).data;
  } catch {
    return undefined;
  }
}
