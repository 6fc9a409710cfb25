import {
  type HandsRule,
  type RoomEffect,
  type RoomInput,
  type RoomState,
  type Step,
  snapshot,
  step,
} from '@stoa/core/room';
import {
  type CloseCode,
  headSeats,
  type Leaf,
  limits,
  type Policy,
  type RoomEvent,
  type RoomHandle,
  type Subject,
} from '@stoa/protocol';
import type { MailPart } from '@stoa/protocol/fleet';
import type { Connection } from '../connection/connection.ts';
import { TokenBucket } from '../connection/token-bucket.ts';
import type { ChangedParts, RoomKeeper } from '../fleet/room-keeper.ts';
import type { EraMedia } from '../media/era-media.ts';
import type { MediaLine } from '../media/media-line.ts';
import type { Switchboard } from '../media/switchboard.ts';
import type { Clock, ControlPorts } from '../ports.ts';
import { actIn, type RoomActWord } from './acts.ts';
import type { AdmissionLog } from './admission-log.ts';
import { Chat } from './chat.ts';
import type { Door } from './door.ts';
import { type Asked, carryOut } from './effects.ts';
import type { EndedSeats } from './ended-seats.ts';
import type { EventLog } from './event-log.ts';
import type { HeadStore } from './head-store.ts';
import type { Introductions } from './introductions.ts';
import { Mailbox } from './mailbox.ts';
import { memberHandler } from './member-handler.ts';
import { lineEvents, sayMediaLost } from './member-line.ts';
import type { Member } from './people.ts';
import type { Room } from './room.ts';
import { type KeptRoom, RoomParts } from './room-parts.ts';
import { type SeatRole, SeatTelling } from './seat-telling.ts';
import { type DeskNews, StewardDesk } from './steward-desk.ts';
import { giveUp } from './unanswered.ts';

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

/** Stewards that hear nothing go on; what is too much is asked of them again. */
const mostLater = 1_000;

type Job = { readonly input: RoomInput } & Asked;

/**
 * The shell around core's `step` for one era: turns messages into inputs and effects into messages, one input after
 * another. Everything in it lives in memory and ends with the era.
 */
export class LiveRoom implements Room {
  readonly handle: RoomHandle;
  readonly policy: Policy;
  readonly ports: RoomPorts;
  readonly media: EraMedia;
  readonly members = new Map<Leaf, Member>();
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
  readonly #parts: RoomParts | undefined;
  readonly seats = new SeatTelling((...seat) => this.ports.seated(this, ...seat));
  #state: RoomState;
  #ended = false;
  readonly #jobs: Job[] = [];
  /** What waits until it is known whether this process owns the room. */
  #later: (() => void)[] = [];
  #working = false;
  steps = 0;
  #cancelWake: () => void = () => {};

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
    this.#state = beginning.state;
    this.joins = new TokenBucket(limits.joinsPerSecond * 60, limits.joinsPerSecond, ports.clock.now());
    this.chat = new Chat(this);
    this.desk = new StewardDesk(
      {
        log: this.log,
        heads: this.heads,
        door: this.door,
        knock: this.policy === 'knock',
        stewards: () => this.#stewards(),
        moderators: () => this.#moderators(),
        onStage: () => [...this.#state.stage.keys()],
        now: () => ports.clock.now(),
      },
      beginning.desk,
    );
    if (!ports.keeper) return;
    this.#parts = new RoomParts(this);
    this.keeper = ports.keeper(this.#parts);
  }

  /** The first step of the room was made elsewhere. */
  begin({ effects, wakeAt }: Step): void {
    this.#carryOut(effects, wakeAt);
  }

  get state(): RoomState {
    return this.#state;
  }

  get isOpen(): boolean {
    return !this.#ended;
  }

  get clock(): Clock {
    return this.ports.clock;
  }

  /** False while it is not known whether this process still owns the room: nothing is decided then. */
  get acts(): boolean {
    const standing = this.keeper?.standing;
    return standing === undefined || standing === 'owner' || standing === 'alone';
  }

  whenActing(act: () => void): void {
    if (this.acts) act();
    else if (this.#later.length < mostLater) this.#later.push(act);
  }

  /** It is known again. */
  thaw(): void {
    for (const act of this.#later.splice(0)) act();
    this.#work();
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

  isModerator(of: Leaf): boolean {
    return this.#state.stage.get(of)?.role === 'moderator';
  }

  addMember(
    of: Leaf,
    key: Uint8Array<ArrayBuffer>,
    line: MediaLine,
    connection: Connection | undefined,
    mail?: MailPart,
  ): Member {
    const member: Member = {
      leaf: of,
      key,
      line,
      connection,
      live: false,
      mail: new Mailbox(() => this.#parts?.mail(of), mail),
      stewardSince: undefined,
    };
    line.events = lineEvents(this, member);
    this.members.set(of, member);
    this.changed(of);
    return member;
  }

  welcome(member: Member, wrap: Uint8Array<ArrayBuffer> | undefined): void {
    member.live = true;
    const { connection } = member;
    if (!connection) return;
    connection.handOver(memberHandler(this, member, connection), this.keeper);
    connection.setSteward(this.isModerator(member.leaf));
    connection.send({
      t: 'admitted',
      leaf: member.leaf,
      entry: this.log.entry(member.leaf)!,
      ...(wrap ? { wrap } : {}),
      head: this.heads.head,
      stageEntries: this.stageEntries(),
      n: this.events.last,
      room: snapshot(this.#state, this.clock.now()),
    });
    for (const word of this.chat.standing(member, this.#state, true)) connection.send(word);
  }

  run(input: RoomInput, bytes?: Uint8Array<ArrayBuffer>, reply?: Asked['reply']): void {
    if (reply && !this.acts) {
      reply('stale');
      return;
    }
    this.#jobs.push({ input, ...(bytes ? { bytes } : {}), ...(reply ? { reply } : {}) });
    this.#work();
  }

  #work(): void {
    if (this.#working) return;
    this.#working = true;
    try {
      while (this.#jobs.length > 0 && this.acts) {
        const job = this.#jobs.shift()!;
        if (this.#ended) continue;
        this.steps++;
        const act = actIn(job.input, this.#state);
        const { effects, wakeAt } = step(this.#state, job.input, this.clock.now());
        if (act && effects.some(({ type }) => type === 'done')) this.ports.acted(this, ...act);
        this.#carryOut(effects, wakeAt, job);
      }
    } finally {
      this.#working = false;
    }
    this.keeper?.touch();
  }

  stageEntries() {
    return this.introductions.entries(this.#state);
  }

  headCame() {
    this.nameVoices();
    return this.introductions.headCame(this.#state, this.clock.now());
  }

  /** Frames go out under the byte that the signed stage names for their speaker, and under no other. */
  nameVoices(): void {
    const seats = headSeats(this.heads.head.bytes);
    if (!seats) return;
    const senders = new Map(seats.map(({ leaf, sender }) => [leaf, sender]));
    for (const member of this.members.values()) member.line.sender(senders.get(member.leaf) ?? 0);
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

  /** The server stops, or the era is over. */
  free(code: 'roomEnded' | 'serverStopping'): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#cancelWake();
    this.chat.end();
    for (const guest of [...this.door.all()]) {
      this.door.take(guest, true);
      guest.line.close();
      guest.connection.close(code);
    }
    for (const member of this.members.values()) {
      member.line.close();
      member.connection?.close(code);
    }
    this.members.clear();
    this.media.end();
    this.keeper?.over();
    this.ports.ended(this);
  }

  /** Another process has it, or is to take it: nobody here is told anything, and no relay. */
  giveAway(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#cancelWake();
    this.chat.end();
    this.keeper?.end();
    this.media.switchboard.abandon(this.media.era);
    for (const guest of [...this.door.all()]) {
      this.door.take(guest, true);
      guest.connection.abandon();
    }
    for (const member of this.members.values()) member.connection?.abandon();
    this.members.clear();
  }

  #carryOut(effects: readonly RoomEffect[], wakeAt: number | undefined, job?: Job): void {
    for (const effect of effects) {
      carryOut(this, effect, job);
      if (effect.type === 'ended') return;
    }
    this.#cancelWake();
    if (wakeAt === undefined) return;
    const wait = Math.max(0, wakeAt - this.clock.now());
    this.#cancelWake = this.clock.after(wait, () => this.run({ type: 'tick' }));
  }

  announce(event: RoomEvent): void {
    if (event.was === 'stageJoined') this.introductions.came(event.member.leaf, this.clock.now());
    if (event.was === 'stageLeft') {
      this.introductions.left(event.leaf);
      this.changed(event.leaf);
      const member = this.members.get(event.leaf);
      if (member) {
        member.stewardSince = undefined;
        member.connection?.setSteward(false);
      }
    }
    this.broadcast(this.events.append(event, this.clock.now()));
  }

  broadcast(text: string): void {
    for (const member of this.members.values()) if (member.live) member.connection?.sendText(text);
  }

  /** Somebody's stay is over. */
  close(of: Leaf, code: CloseCode): void {
    this.seats.gone(of);
    const member = this.members.get(of);
    if (!member) return;
    member.line.close();
    this.members.delete(of);
    this.endedSeats.end(of, member.key, code);
    this.changed(of);
    member.connection?.close(code);
  }

  makeSteward(of: Leaf): void {
    const member = this.members.get(of);
    if (!member) return;
    member.stewardSince = this.heads.head.seq;
    this.changed(of);
    member.connection?.setSteward(true);
    this.desk.handOver(member);
  }

  checkTransport(member: Member): void {
    if (!member.line.hasTransport) sayMediaLost(this, member, 'failed');
    else if (member.line.isConnected) this.run({ type: 'consuming', leaf: member.leaf, on: true });
  }

  #moderators(): Member[] {
    const out: Member[] = [];
    for (const person of this.#state.stage.values()) {
      const member = this.members.get(person.leaf);
      if (person.role === 'moderator' && member) out.push(member);
    }
    return out;
  }

  #stewards(): Member[] {
    const out = this.#moderators().filter(({ connection }) => connection);
    const { acting } = this.#state;
    return out.sort((a, b) => (a.leaf === acting ? -1 : b.leaf === acting ? 1 : a.leaf - b.leaf));
  }
}
