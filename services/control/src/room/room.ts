import type { RoomInput } from '@stoa/core/room';
import type { Policy, Refusal, ServerMessageOf } from '@stoa/protocol';
import type { RoomKeeper } from '../fleet/room-keeper.ts';
import type { ControlPorts } from '../ports.ts';
import type { AdmissionLog } from './admission-log.ts';
import type { Chat } from './chat.ts';
import type { Door } from './door.ts';
import type { HeadStore } from './head-store.ts';
import type { Members } from './members.ts';
import type { Member } from './people.ts';
import type { StewardDesk } from './steward-desk.ts';

/** What the handlers of messages may do with a room. */
export type Room = {
  readonly policy: Policy;
  readonly ports: Pick<ControlPorts, 'clock' | 'verify' | 'log'>;
  readonly members: Members;
  readonly door: Door;
  readonly log: AdmissionLog;
  readonly heads: HeadStore;
  readonly desk: StewardDesk;
  readonly chat: Chat;
  readonly keeper: RoomKeeper | undefined;
  /** At once, or when it is known again that this process owns the room. */
  whenActing(act: () => void): void;
  /** `admitted`, and from here on every event; then what became of its transport while it waited. */
  welcome(member: Member, wrap: Uint8Array<ArrayBuffer>): void;
  /** One input for core's `step`; inputs that come meanwhile wait for their turn. `bytes`: a signed order, or what was said. */
  run(
    input: RoomInput,
    bytes?: Uint8Array<ArrayBuffer>,
    reply?: (refusal: Refusal | undefined) => void,
  ): void;
  /** Admissions of everybody on stage. */
  stageEntries(): ServerMessageOf<'head'>['stageEntries'];
  /** A head was accepted: the admissions that its readers may lack. */
  headCame(): ServerMessageOf<'head'>['stageEntries'];
};
