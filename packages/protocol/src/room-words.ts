import { z } from 'zod';
import { bytes } from './bytes.ts';
import { type Leaf, leaf } from './ids.ts';
import { limits } from './limits.ts';

/** The words of a live room: what people are, what they ask for, and what has happened. */

export const leafSchema = z
  .codec(
    z.int().min(0).max(0xffff_ffff),
    z.custom<Leaf>((v) => typeof v === 'number'),
    {
      decode: (n) => leaf(n),
      encode: (n) => n as number,
    },
  )
  .meta({ id: 'Leaf' });

export const roleSchema = z.enum(['moderator', 'speaker', 'listener']);
/** Moderators and speakers are on stage; listeners are the audience. */
export type Role = z.infer<typeof roleSchema>;

export const policySchema = z.enum(['open', 'link', 'knock']);
/** Who is let in: anyone with the link; only who proves the link's secret; whom a moderator lets in. */
export type Policy = z.infer<typeof policySchema>;

export const chatWhoSchema = z.enum(['everybody', 'stage', 'nobody']);
/** Who may write in a room beside its moderators. */
export type ChatWho = z.infer<typeof chatWhoSchema>;

/** Imperative: what a participant asks for. Orders of moderators carry their signature for the stewards. */
export const commandSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('raiseHand') }),
  z.object({ do: z.literal('lowerHand') }),
  z.object({ do: z.literal('acceptInvite') }),
  z.object({ do: z.literal('declineInvite') }),
  /** Tells the others; the track itself keeps its constant traffic. */
  z.object({ do: z.literal('muteSelf'), muted: z.boolean() }),
  /** A speaker or moderator steps down by itself. */
  z.object({ do: z.literal('leaveStage') }),
  z.object({ do: z.literal('invite'), leaf: leafSchema }),
  z.object({ do: z.literal('dismissHand'), leaf: leafSchema }),
  z.object({ do: z.literal('moveToAudience'), leaf: leafSchema }),
  /** The muted person may unmute itself again, as people expect; a moderator who wants more moves it off stage. */
  z.object({ do: z.literal('mute'), leaf: leafSchema }),
  z.object({ do: z.literal('makeModerator'), leaf: leafSchema }),
  z.object({ do: z.literal('remove'), leaf: leafSchema }),
  /** While frozen nobody new comes on stage and hands stay down. */
  z.object({ do: z.literal('freezeStage'), frozen: z.boolean() }),
  z.object({ do: z.literal('endRoom') }),
  // Of moderators too, and unsigned: rules of the server, which no key follows.
  z.object({ do: z.literal('setChat'), who: chatWhoSchema }),
  /** Takes the right to write and to react, or gives it back. */
  z.object({ do: z.literal('silence'), leaf: leafSchema, silenced: z.boolean() }),
  /** How long whoever comes on stage by a raised hand may speak; 0: as long as it likes. */
  z.object({ do: z.literal('setProbation'), seconds: z.int().min(0).max(limits.probationSeconds) }),
  /** The seat on stage of somebody on probation is its own from now on. */
  z.object({ do: z.literal('keepOnStage'), leaf: leafSchema }),
]);
export type RoomCommand = z.infer<typeof commandSchema>;
export type CommandName = RoomCommand['do'];

/** What only a moderator may ask for, and what the server alone keeps. */
export const houseRules: ReadonlySet<CommandName> = new Set<CommandName>([
  'setChat',
  'silence',
  'setProbation',
  'keepOnStage',
]);

/** What only a moderator may ask for, and must sign (see the order format in e2ee). */
export const moderatorCommands: ReadonlySet<CommandName> = new Set<CommandName>([
  'invite',
  'dismissHand',
  'moveToAudience',
  'mute',
  'makeModerator',
  'remove',
  'freezeStage',
  'endRoom',
]);

export const stageMemberSchema = z.object({
  leaf: leafSchema,
  role: z.enum(['moderator', 'speaker']),
  muted: z.boolean(),
  /** Its connection is being re-made. */
  away: z.boolean(),
});
export type StageMember = z.infer<typeof stageMemberSchema>;

/** Past tense: what has happened. Listeners are counted, never announced one by one. */
export const eventSchema = z.discriminatedUnion('was', [
  z.object({ was: z.literal('stageJoined'), member: stageMemberSchema }),
  z.object({ was: z.literal('stageLeft'), leaf: leafSchema }),
  z.object({ was: z.literal('roleChanged'), leaf: leafSchema, role: z.enum(['moderator', 'speaker']) }),
  z.object({
    was: z.literal('muteChanged'),
    leaf: leafSchema,
    muted: z.boolean(),
    by: z.enum(['self', 'moderator']),
  }),
  z.object({ was: z.literal('awayChanged'), leaf: leafSchema, away: z.boolean() }),
  /** The head of the queue, in order of raising; coalesced. */
  z.object({
    was: z.literal('handsChanged'),
    queue: z.array(leafSchema).max(limits.handsShown),
    total: z.int().min(0),
  }),
  /** Participants let in, and media transports that can hear; coalesced to one a second. */
  z.object({ was: z.literal('countsChanged'), participants: z.int().min(0), consumers: z.int().min(0) }),
  z.object({ was: z.literal('stageFrozen'), frozen: z.boolean() }),
  /** The last moderator left and the longest-standing speaker was named. */
  z.object({ was: z.literal('moderatorNamed'), leaf: leafSchema }),
  /** Nobody is left on stage: the room ends after so many milliseconds. */
  z.object({ was: z.literal('roomEnding'), inMs: z.int().min(0) }),
  /** A member's sealed message (e2ee `messages`), in the order in which control took them. */
  z.object({
    was: z.literal('said'),
    leaf: leafSchema,
    bytes: bytes(1, limits.saidBytes),
    /** Its author's admission, with its first message in a while. */
    entry: bytes(1, limits.entryBytes).optional(),
  }),
  z.object({ was: z.literal('chatChanged'), who: chatWhoSchema }),
  z.object({ was: z.literal('probationChanged'), seconds: z.int().min(0) }),
]);
export type RoomEvent = z.infer<typeof eventSchema>;

/** Everything the numbered events add up to. */
export const snapshotSchema = z.object({
  stage: z.array(stageMemberSchema),
  queue: z.array(leafSchema),
  hands: z.int().min(0),
  participants: z.int().min(0),
  consumers: z.int().min(0),
  frozen: z.boolean(),
  /** Nobody is on stage: the room ends after so many milliseconds. */
  endsInMs: z.int().min(0).optional(),
  chat: chatWhoSchema,
  /** Seconds; 0: off. */
  probation: z.int().min(0),
});
export type RoomSnapshot = z.infer<typeof snapshotSchema>;
