import type { HandsRule, RoomInput, RoomState, Step } from '@stoa/core/room';
import {
  type Leaf,
  limits,
  type Policy,
  type RoomEvent,
  type RoomHandle,
  type Subject,
} from '@stoa/protocol';
import { TokenBucket } from '../connection/token-bucket.ts';
import type { ChangedParts, RoomKeeper } from '../fleet/room-keeper.ts';
import type { EraMedia } from '../media/era-media.ts';
import type { Switchboard } from '../media/switchboard.ts';
import type { Clock, ControlPorts } from '../ports.ts';
import type { RoomActWord } from './acts.ts';
import type { AdmissionLog } from './admission-log.ts';
import { Chat } from './chat.ts';
import { Decisions } from './decisions.ts';
import type { Door } from './door.ts';
import { type Asked, carryOut } from './effects.ts';
import type { EndedSeats } from './ended-seats.ts';
import type { EventLog } from './event-log.ts';
import type { HeadStore } from './head-store.ts';
import type { Introductions } from './introductions.ts';
import { checkTransport, lineEvents } from './member-line.ts';
import { Members } from './members.ts';
import type { Member } from './people.ts';
import type { Room } from './room.ts';
import { type KeptRoom, RoomParts } from './room-parts.ts';
import { type SeatRole, SeatTelling } from './seat-telling.ts';
import { type DeskNews, StewardDesk } from './steward-desk.ts';
import { giveUp } from './unanswered.ts';
import { welcome } from './welcome.ts';

export type RoomPorts = Pick<ControlPorts, 'clock' | 'random' | 'verify' | 'log'> & {
  readonly switchboard: Switchboard;
  readonly ended: (room: LiveRoom) => void;
  /** Who has which seat, for the app that watches. */
  readonly seated: (room: LiveRoom, who: Subject, role: SeatRole, isNew: boolean) => void;
  /** What a moderator did, for the app that keeps a log of it. */
  readonly acted: (room: LiveRoom, act: RoomActWord, by: Subject, of: Subject | undefined) => void;
  /** In a fleet: whoever writes the room down before its people hear of it. */
  readonly keeper?: ((parts: ChangedParts) => RoomKeeper) | undefined;
};

/** What a room begins with: it is opened, or another process had it before. */
export type RoomBeginning = Omit<KeptRoom, 'clock' | 'members' | 'desk' | 'steps'> & {
  readonly desk?: DeskNews;
};

/** One era and all that belongs to it, in memory alone: who is in, who waits, what was signed and said. */
export class LiveRoom implements Room {
  readonly handle: RoomHandle;
  readonly policy: Policy;
  readonly ports: RoomPorts;
  readonly media: EraMedia;
  readonly members: Members;
  readonly door: Door;
  readonly log: AdmissionLog;
  readonly events: EventLog;
  readonly heads: HeadStore;
  readonly introductions: Introductions;
  readonly endedSeats: EndedSeats;
  readonly desk: StewardDesk;
  readonly joins: TokenBucket;
  readonly chat: Chat;
  readonly keeper: RoomKeeper | undefined;
  readonly seats = new SeatTelling((...seat) => this.ports.seated(this, ...seat));
  readonly #decisions: Decisions;
  readonly #parts: RoomParts | undefined;

  constructor(beginning: RoomBeginning, ports: RoomPorts) {
    this.handle = beginning.handle;
    this.policy = beginning.policy;
    this.ports = ports;
    this.media = beginning.media;
    this.log = beginning.log;
    this.heads = beginning.heads;
    this.events = beginning.events;
    this.door = beginning.door;
    this.endedSeats = beginning.endedSeats;
    this.introductions = beginning.introductions;
    this.#decisions = new Decisions(beginning.state, {
      clock: ports.clock,
      keeper: () => this.keeper,
      carryOut: (effect, asked) => carryOut(this, effect, asked),
      acted: (...act) => ports.acted(this, ...act),
    });
    this.members = new Members({
      state: () => this.state,
      heads: this.heads,
      endedSeats: this.endedSeats,
      lineEvents: (member) => lineEvents(this, member),
      changed: (leaf) => this.changed(leaf),
      mailChanged: (leaf) => this.#parts?.mail(leaf),
    });
    this.joins = new TokenBucket(limits.joinsPerSecond * 60, limits.joinsPerSecond, ports.clock.now());
    this.chat = new Chat(this);
    this.desk = new StewardDesk(this, beginning.desk);
    if (!ports.keeper) return;
    this.#parts = new RoomParts(this);
    this.keeper = ports.keeper(this.#parts);
  }

  /** The first step of the room was made elsewhere. */
  begin(first: Step): void {
    this.#decisions.begin(first);
  }

  get state(): RoomState {
    return this.#decisions.state;
  }

  get steps(): number {
    return this.#decisions.steps;
  }

  get isOpen(): boolean {
    return !this.#decisions.ended;
  }

  get clock(): Clock {
    return this.ports.clock;
  }

  /** False while it is not known whether this process still owns the room: nothing is decided then. */
  get acts(): boolean {
    return this.#decisions.acts;
  }

  whenActing(act: () => void): void {
    this.#decisions.whenActing(act);
  }

  run(input: RoomInput, bytes?: Uint8Array<ArrayBuffer>, reply?: Asked['reply']): void {
    this.#decisions.run(input, bytes, reply);
  }

  /** It is known again. */
  thaw(): void {
    this.#decisions.thaw();
  }

  /** What was written down is gone. */
  writeAnew(): void {
    this.#parts?.forget();
    this.keeper?.touch();
  }

  /** To be written down: what is not in core's state of this person. */
  changed(leaf: Leaf): void {
    this.#parts?.person(leaf);
  }

  welcome(member: Member, wrap: Uint8Array<ArrayBuffer>): void {
    welcome(this, member, wrap);
    checkTransport(this, member);
  }

  stageEntries() {
    return this.introductions.entries(this.state);
  }

  headCame() {
    this.members.nameVoices();
    return this.introductions.headCame(this.state, this.clock.now());
  }

  /** The app's word, not a moderator's: whoever waits at the door with this name is sent away as well. */
  shutOut(who: Subject): void {
    this.run({ type: 'shutOut', subject: who });
    const guest = this.door.of(who.reveal());
    if (guest) giveUp(this, guest, 'removed');
  }

  /** Who may raise a hand, as the app decides. */
  hands(rule: HandsRule): void {
    this.run({ type: 'handsRule', rule });
  }

  mayRaise(who: Subject, may: boolean): void {
    this.run({ type: 'mayRaise', subject: who, may });
  }

  /** Ends somebody's stay as if it had joined from another place: it may come back. */
  dismiss(who: Subject): void {
    const leaf = this.state.leafOf.get(who.reveal());
    if (leaf !== undefined) this.run({ type: 'expelled', leaf, code: 'replaced' });
  }

  announce(event: RoomEvent): void {
    if (event.was === 'stageJoined') this.introductions.came(event.member.leaf, this.clock.now());
    if (event.was === 'stageLeft') {
      this.introductions.left(event.leaf);
      this.members.leftStage(event.leaf);
    }
    this.members.broadcast(this.events.append(event, this.clock.now()));
  }

  /** The server stops, or the era is over. */
  free(code: 'roomEnded' | 'serverStopping'): void {
    if (!this.#end()) return;
    for (const guest of [...this.door.all()]) {
      this.door.take(guest, true);
      guest.line.close();
      guest.connection.close(code);
    }
    this.members.closeAll(code);
    this.media.end();
    this.keeper?.over();
    this.ports.ended(this);
  }

  /** Another process has it, or is to take it: nobody here is told anything, and no relay. */
  giveAway(): void {
    if (!this.#end()) return;
    this.keeper?.end();
    this.media.switchboard.abandon(this.media.era);
    for (const guest of [...this.door.all()]) {
      this.door.take(guest, true);
      guest.connection.abandon();
    }
    this.members.abandon();
  }

  /** False when it has ended before. */
  #end(): boolean {
    if (!this.isOpen) return false;
    this.#decisions.end();
    this.chat.end();
    return true;
  }
}
