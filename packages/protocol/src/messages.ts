import { z } from 'zod';
import { bytes } from './bytes.ts';
import { closeSchema, refusalSchema } from './errors.ts';
import { wishSchema } from './fleet/wish.ts';
import { limits } from './limits.ts';
import { Opaque } from './opaque.ts';
import { commandSchema, eventSchema, leafSchema, policySchema, snapshotSchema } from './room-words.ts';

/**
 * Signaling: one WebSocket, JSON text messages padded with spaces to a multiple of 256 bytes (see padding.ts).
 * `Uint8Array` fields travel as base64url. What the stewards' devices say to members (`entry`, `wrap`, `bytes`,
 * `card`, `request`) is opaque to control: it orders, stores and routes, and holds no key.
 */

const wish = wishSchema.optional();
const sdp = z.string().min(1).max(limits.offerBytes);
const seen = z.int().min(0);
/**
 * Number of a message that must arrive, counted for each member from 1. The receiver says the last one that it took in,
 * and gets those after it once more on its next socket; it passes over what it knows.
 */
const mail = z.int().min(0).optional();
/** A second media transport, as the participant that offered it counts them. */
const next = z.int().min(1).max(0xffff_ffff);
const token = z.codec(z.string().max(512), z.instanceof(Opaque<'token'>), {
  decode: (text) => new Opaque('token', text),
  encode: (value) => value.reveal(),
});

export const maxWrapBytes = 1_024;
export const maxEntryBytes = limits.entryBytes;
export const maxRequestBytes = 2_048;
export const maxHeadBytes = 8_192;

/** A signed head of the room (e2ee EpochHeader) with what control must know to order it. */
export const headSchema = z.object({
  seq: z.int().min(0),
  generation: z.int().min(0),
  epoch: z.int().min(0),
  /** Admission entries it covers. */
  size: z.int().min(0),
  bytes: bytes(1, maxHeadBytes),
});
export type WireHead = z.infer<typeof headSchema>;

/** An epoch secret sealed under one node key of the audience tree. */
export const epochWrapSchema = z.object({
  depth: z.int().min(0).max(20),
  index: z.int().min(0).max(0xf_ffff),
  box: bytes(1, 64),
});
export type WireEpochWrap = z.infer<typeof epochWrapSchema>;

const sealedFor = z.object({ leaf: leafSchema, bytes: bytes(1, 2_048) });

export const clientMessageSchema = z.discriminatedUnion('t', [
  /** First message of the opening device. Entry 0 is its own admission. */
  z.object({
    t: z.literal('open'),
    token,
    key: bytes(32),
    proof: bytes(64),
    offer: sdp,
    wish,
    policy: policySchema,
    /** Frames of the room have `media.strictPayloadBytes`. */
    strict: z.boolean().optional(),
    /** Only for rooms whose title is public. */
    title: z
      .string()
      .max(limits.titleCodePoints * 2)
      .optional(),
    card: bytes(1, 2_048),
    entry: bytes(1, maxEntryBytes),
    head: headSchema,
  }),
  /** First message of everybody else. */
  z.object({
    t: z.literal('join'),
    token,
    key: bytes(32),
    proof: bytes(64),
    offer: sdp,
    wish,
    request: bytes(1, maxRequestBytes),
  }),
  /** First message on a new socket of a participant whose seat is still kept. */
  z.object({
    t: z.literal('resume'),
    room: z.codec(z.string().max(64), z.instanceof(Opaque<'room'>), {
      decode: (text) => new Opaque('room', text),
      encode: (value) => value.reveal(),
    }),
    leaf: leafSchema,
    proof: bytes(64),
    /** Last event number and last head seen. */
    seen,
    headSeq: seen,
    mail,
  }),
  /**
   * A fresh media transport for the same participant. With `next` it is a second one, asked for by `move`: the present one
   * goes on until `moved`. The number is the sender's own, new for each.
   */
  z.object({ t: z.literal('offer'), offer: sdp, wish, proof: bytes(64), next: next.optional() }),
  z.object({
    t: z.literal('command'),
    id: z.int().min(0),
    command: commandSchema,
    /** The moderator's signed order (e2ee), required for moderators' commands. */
    order: bytes(1, 256).optional(),
  }),
  /** A sealed message to everybody in the room (e2ee `messages`); answered like a command. */
  z.object({ t: z.literal('say'), id: z.int().min(0), bytes: bytes(1, limits.saidBytes) }),
  /** A sealed, nameless reaction. Nobody answers it. */
  z.object({ t: z.literal('react'), bytes: bytes(limits.reactionBytes) }),
  z.object({ t: z.literal('leave') }),
  z.object({ t: z.literal('ping'), mail }),
  /** A page of the admission log: entries [from, from + limits.pageEntries) of what the last head covers. */
  z.object({ t: z.literal('page'), id: z.int().min(0), from: z.int().min(0) }),
  // From stewards only:
  z.object({
    t: z.literal('admit'),
    request: z.int().min(0),
    leaf: leafSchema,
    /** SHA-256 of the entry it follows: of two stewards that let people in at once, only one can continue the log. */
    prev: bytes(32).optional(),
    entry: bytes(1, maxEntryBytes),
    wrap: bytes(1, maxWrapBytes),
  }),
  z.object({
    t: z.literal('deny'),
    request: z.int().min(0),
    /** The card it was made by is no longer the room's: it is to be made anew by the one of now. */
    again: z.literal(true).optional(),
  }),
  z.object({
    t: z.literal('head'),
    head: headSchema,
    /** Leaves that this head removes for the first time. */
    removed: z.array(leafSchema).max(limits.participants),
    /** A new epoch's secret under the cover of the members; empty while the epoch stays. */
    wraps: z.array(epochWrapSchema).max(4_096),
    /** A new generation's tree, sealed to each member; empty otherwise. */
    rewraps: z.array(sealedFor).max(limits.participants),
    /** A new generation's card. */
    card: bytes(1, 2_048).optional(),
    /** Orders and facts up to this one were known when it was made. */
    mail,
  }),
  /** Sealed for one member by a steward: the tree's master for a new moderator. */
  z.object({ t: z.literal('toLeaf'), leaf: leafSchema, bytes: bytes(1, 4_096) }),
]);
export type ClientMessage = z.infer<typeof clientMessageSchema>;

export const serverMessageSchema = z.discriminatedUnion('t', [
  /** Sent at once on every new socket; proofs sign it. */
  z.object({ t: z.literal('challenge'), nonce: bytes(16) }),
  /** The request is with a steward. `knock`: a person is looking at it. */
  z.object({ t: z.literal('waiting'), for: z.enum(['steward', 'knock']) }),
  /** In: own leaf, own entry, the sealed keys, the newest head and the entries of everybody on stage. */
  z.object({
    t: z.literal('admitted'),
    leaf: leafSchema,
    entry: bytes(1, maxEntryBytes),
    /** Absent for the opening device, which made the keys. */
    wrap: bytes(1, maxWrapBytes).optional(),
    head: headSchema,
    stageEntries: z.array(sealedFor.extend({ bytes: bytes(1, maxEntryBytes) })),
    n: seen,
    room: snapshotSchema,
  }),
  /**
   * Back. With a snapshot, the state after event `n`; without one, `n` is the last event that the receiver said it
   * had seen, and the missed ones follow.
   */
  z.object({ t: z.literal('resumed'), n: seen, room: snapshotSchema.optional() }),
  /** `next`: to the offer with that number. */
  z.object({ t: z.literal('answer'), answer: z.string().max(limits.offerBytes), next: next.optional() }),
  /** The media transport is gone: make a new offer after so many milliseconds. With `next` only that second one is, and none follows. */
  z.object({ t: z.literal('mediaLost'), retryInMs: z.int().min(0), next: next.optional() }),
  /**
   * Offer a second media transport (`next`) at a moment of your own within so many milliseconds; the present one goes on.
   * `spare`: it carries nothing unless the present one is lost.
   */
  z.object({
    t: z.literal('move'),
    by: z.int().min(0).max(60_000),
    why: z.enum(['drain', 'fence', 'closer', 'spare']),
  }),
  /** The second transport with that number carries everything from now on; the one before it closes in a moment. */
  z.object({ t: z.literal('moved'), next }),
  z.object({ t: z.literal('event'), n: seen, event: eventSchema }),
  /** The reactions of a moment, in no order, and how many more there were. Not numbered: they pass. */
  z.object({
    t: z.literal('reacted'),
    boxes: z.array(bytes(limits.reactionBytes)).max(limits.reactionsTogether),
    more: z.int().min(0),
  }),
  /** May the receiver write and react no longer, or again? Told once more on each of its sockets while it may not. */
  z.object({ t: z.literal('silenced'), silenced: z.boolean() }),
  /** To moderators: everybody of whom that is so. */
  z.object({ t: z.literal('silences'), leaves: z.array(leafSchema).max(limits.participants) }),
  /** Everybody on stage whose time there is limited, and how long it still is. Told anew whenever that changes. */
  z.object({
    t: z.literal('probations'),
    ends: z.array(z.object({ leaf: leafSchema, inMs: z.int().min(0) })).max(limits.onStage),
  }),
  /** The receiver's time on stage is over. */
  z.object({ t: z.literal('probationOver') }),
  z.object({ t: z.literal('invited') }),
  z.object({ t: z.literal('inviteWithdrawn') }),
  z.object({ t: z.literal('done'), id: z.int().min(0) }),
  z.object({ t: z.literal('refused'), id: z.int().min(0), why: refusalSchema }),
  z.object({ t: z.literal('pong') }),
  /** The socket closes after it. */
  z.object({ t: z.literal('closed'), code: closeSchema, retryInMs: z.int().min(0).optional() }),
  z.object({
    t: z.literal('page'),
    id: z.int().min(0),
    /** Head sequence whose roster root the page proves against. */
    headSeq: seen,
    from: z.int().min(0),
    entries: z.array(bytes(1, maxEntryBytes)).max(limits.pageEntries),
    /** One inclusion path per entry (RFC 9162 section 2.1.3), hashes concatenated. */
    paths: z.array(bytes(0, 32 * 20)).max(limits.pageEntries),
    /** Leaves of this page that have left or were removed. */
    gone: z.array(leafSchema),
  }),
  // Keys, to everybody:
  z.object({
    t: z.literal('head'),
    head: headSchema,
    /** The one wrap this member's leaf needs, when the epoch changed. Stewards get all. */
    wraps: z.array(epochWrapSchema).max(4_096),
    rewrap: bytes(1, 2_048).optional(),
    card: bytes(1, 2_048).optional(),
    /** Leaves removed since the head before; stewards only, others see counts. */
    removed: z.array(leafSchema),
    /** Entries of people on stage that this member may not have yet. */
    stageEntries: z.array(sealedFor.extend({ bytes: bytes(1, maxEntryBytes) })),
  }),
  z.object({ t: z.literal('toLeaf'), from: leafSchema, bytes: bytes(1, 4_096), mail }),
  // Keys, to stewards (moderators' devices):
  /** Who acts now. The acting steward answers requests and signs heads; the others follow. */
  z.object({ t: z.literal('acting'), leaf: leafSchema }),
  z.object({
    t: z.literal('request'),
    request: z.int().min(0),
    key: bytes(32),
    bytes: bytes(1, maxRequestBytes),
  }),
  /** A request that needs no answer any more: somebody else answered it, or the person went away. */
  z.object({ t: z.literal('requestGone'), request: z.int().min(0) }),
  /**
   * Committed entries from a position on: each admission as it happens (also to the steward that sent it), the whole
   * log after a hand-over. They replace whatever the receiver holds from that position on, so an empty list takes
   * back an admission that came too late.
   */
  z.object({
    t: z.literal('entries'),
    from: z.int().min(0),
    entries: z.array(bytes(1, maxEntryBytes)),
    removed: z.array(leafSchema),
  }),
  /** A signed order of a moderator, accepted by control, to be put into the next head. */
  z.object({ t: z.literal('order'), bytes: bytes(1, 256), mail }),
  /** What control alone knows: somebody left, took up an invitation, or stepped down. */
  z.object({
    t: z.literal('fact'),
    kind: z.enum(['left', 'onStage', 'offStage', 'selfMuted', 'selfUnmuted']),
    leaf: leafSchema,
    mail,
  }),
  /** No steward was left: this device is to start a new generation of keys. */
  z.object({ t: z.literal('startGeneration') }),
]);
export type ServerMessage = z.infer<typeof serverMessageSchema>;

export type ClientMessageOf<T extends ClientMessage['t']> = Extract<ClientMessage, { t: T }>;
export type ServerMessageOf<T extends ServerMessage['t']> = Extract<ServerMessage, { t: T }>;
