import {
  type HandsRule,
  openRoom,
  type RoomEffect,
  type RoomInput,
  type RoomState,
  snapshot,
  step,
} from '@stoa/core/room';
import {
  type ClientMessageOf,
  type CloseCode,
  encodeServerMessage,
  headSeats,
  type Leaf,
  leaf,
  limits,
  type Policy,
  type Refusal,
  type RoomEvent,
  type RoomHandle,
  resumeProofBytes,
  type Subject,
} from '@stoa/protocol';
import type { Connection } from '../connection/connection.ts';
import { TokenBucket } from '../connection/token-bucket.ts';
import type { EraMedia } from '../media/era-media.ts';
import { MediaLine } from '../media/media-line.ts';
import type { Switchboard } from '../media/switchboard.ts';
import type { Clock, ControlPorts } from '../ports.ts';
import { actOf, type RoomActWord } from './acts.ts';
import { AdmissionLog } from './admission-log.ts';
import { Chat, onProbation, silences } from './chat.ts';
import { Door } from './door.ts';
import { EventLog } from './event-log.ts';
import { HeadStore } from './head-store.ts';
import { Mailbox } from './mailbox.ts';
import { memberHandler } from './member-handler.ts';
import { lineEvents, noEvents, sayMediaLost } from './member-line.ts';
import type { Member } from './people.ts';
import type { Room } from './room.ts';
import { type SeatRole, SeatTelling } from './seat-telling.ts';
import { StewardDesk } from './steward-desk.ts';
import { giveUp } from './unanswered.ts';

export type RoomPorts = Pick<ControlPorts, 'clock' | 'random' | 'verify' | 'log'> & {
  readonly switchboard: Switchboard;
  readonly ended: (room: LiveRoom) => void;
  /** Who has which seat, for the app that watches. */
  readonly seated: (room: LiveRoom, who: Subject, role: SeatRole, isNew: boolean) => void;
  /** What a moderator did, for the app that keeps a log of it. */
  readonly acted: (room: LiveRoom, act: RoomActWord, by: Subject, of: Subject | undefined) => void;
};

type Job = { readonly input: RoomInput; readonly bytes?: Uint8Array<ArrayBuffer>; readonly reply?: Reply };
type Reply = (refusal: Refusal | undefined) => void;

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
  readonly door = new Door();
  readonly log = new AdmissionLog();
  readonly events = new EventLog();
  readonly heads: HeadStore;
  readonly desk: StewardDesk;
  readonly joins: TokenBucket;
  readonly chat: Chat;
  /** Of people who are not to come back on their old seat: whoever proves such a key is told why. */
  readonly #endedSeats = new Map<Leaf, { readonly key: Uint8Array<ArrayBuffer>; readonly code: CloseCode }>();
  /** When people came on stage: members may lack their admissions. */
  readonly #cameOnStage = new Map<Leaf, number>();
  readonly #seats = new SeatTelling((...seat) => this.ports.seated(this, ...seat));
  #lastHeadAt: number;
  #state: RoomState;
  #ended = false;
  readonly #jobs: Job[] = [];
  #working = false;
  #cancelWake: () => void = () => {};

  constructor(
    handle: RoomHandle,
    opener: Subject,
    connection: Connection,
    message: ClientMessageOf<'open'>,
    media: EraMedia,
    ports: RoomPorts,
  ) {
    const now = ports.clock.now();
    this.handle = handle;
    this.policy = message.policy;
    this.ports = ports;
    this.media = media;
    this.heads = new HeadStore(message.head, message.card);
    this.joins = new TokenBucket(limits.joinsPerSecond * 60, limits.joinsPerSecond, now);
    this.chat = new Chat(this);
    this.#lastHeadAt = now;
    this.desk = new StewardDesk({
      log: this.log,
      heads: this.heads,
      door: this.door,
      knock: message.policy === 'knock',
      stewards: () => this.#stewards(),
      moderators: () => this.#moderators(),
      onStage: () => [...this.#state.stage.keys()],
      now: () => ports.clock.now(),
    });
    this.log.append(message.entry);
    const first = this.addMember(leaf(0), message.key, new MediaLine(this.media, noEvents), connection);
    first.stewardSince = message.head.seq;
    this.#nameVoices();
    const begun = openRoom(first.leaf, opener, now);
    this.#state = begun.state;
    this.welcome(first, undefined);
    this.#carryOut(begun.effects, begun.wakeAt);
    first.line.offer(message.offer, message.wish);
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

  isModerator(of: Leaf): boolean {
    return this.#state.stage.get(of)?.role === 'moderator';
  }

  addMember(
    of: Leaf,
    key: Uint8Array<ArrayBuffer>,
    line: MediaLine,
    connection: Connection | undefined,
  ): Member {
    const member: Member = {
      leaf: of,
      key,
      line,
      connection,
      live: false,
      mail: new Mailbox(),
      stewardSince: undefined,
    };
    line.events = lineEvents(this, member);
    this.members.set(of, member);
    return member;
  }

  welcome(member: Member, wrap: Uint8Array<ArrayBuffer> | undefined): void {
    member.live = true;
    const { connection } = member;
    if (!connection) return;
    connection.handOver(memberHandler(this, member, connection));
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

  /** A new socket for somebody who is still here. */
  async resume(connection: Connection, message: ClientMessageOf<'resume'>): Promise<boolean> {
    const key = this.members.get(message.leaf)?.key ?? this.#endedSeats.get(message.leaf)?.key;
    const proven = resumeProofBytes(connection.nonce, message.leaf);
    if (!key || !(await this.ports.verify(key, message.proof, proven))) return false;
    const member = this.members.get(message.leaf);
    if (!member) {
      connection.close(this.#endedSeats.get(message.leaf)?.code ?? 'resumeRefused');
      return true;
    }
    if (!connection.isOpen) return true;
    member.mail.acknowledge(message.mail);
    if (!member.mail.open) {
      connection.close('resumeRefused');
      return true;
    }
    const older = member.connection;
    member.connection = connection;
    connection.handOver(memberHandler(this, member, connection));
    older?.abandon();
    const steward = this.isModerator(member.leaf);
    connection.setSteward(steward);
    this.#replay(member, connection, message, steward);
    this.run({ type: 'socketBack', leaf: member.leaf });
    return true;
  }

  run(input: RoomInput, bytes?: Uint8Array<ArrayBuffer>, reply?: Reply): void {
    this.#jobs.push({ input, ...(bytes ? { bytes } : {}), ...(reply ? { reply } : {}) });
    if (this.#working) return;
    this.#working = true;
    try {
      for (let job = this.#jobs.shift(); job; job = this.#jobs.shift()) {
        if (this.#ended) continue;
        const act = this.#actIn(job.input);
        const { effects, wakeAt } = step(this.#state, job.input, this.clock.now());
        if (act && effects.some(({ type }) => type === 'done')) act();
        this.#carryOut(effects, wakeAt, job);
      }
    } finally {
      this.#working = false;
    }
  }

  /** Tells of it, with the people as they are before it is done: afterwards one of them may be gone. */
  #actIn(input: RoomInput): (() => void) | undefined {
    const told = input.type === 'command' ? actOf(input.command) : undefined;
    if (!told || input.type !== 'command') return undefined;
    const { people } = this.#state;
    const by = people.get(input.leaf)?.subject;
    const of = told.of === undefined ? undefined : people.get(told.of)?.subject;
    return by && (() => this.ports.acted(this, told.act, by, of));
  }

  stageEntries(since: number = Number.NEGATIVE_INFINITY) {
    const out: { leaf: Leaf; bytes: Uint8Array<ArrayBuffer> }[] = [];
    for (const person of this.#state.stage.keys()) {
      const entry = this.log.entry(person);
      if (entry && (this.#cameOnStage.get(person) ?? -Infinity) >= since) {
        out.push({ leaf: person, bytes: entry });
      }
    }
    return out;
  }

  /** People whose admissions the readers of the next head may lack: a head signed just before may hide them. */
  headCame() {
    this.#nameVoices();
    const entries = this.stageEntries(this.#lastHeadAt - 5_000);
    this.#lastHeadAt = this.clock.now();
    return entries;
  }

  /** Frames go out under the byte that the signed stage names for their speaker, and under no other. */
  #nameVoices(): void {
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
    this.ports.ended(this);
  }

  #carryOut(effects: readonly RoomEffect[], wakeAt: number | undefined, job?: Job): void {
    for (const effect of effects) {
      switch (effect.type) {
        case 'event':
          this.#announce(effect.event);
          break;
        case 'said':
          if (job?.bytes) this.#announce(this.chat.said(effect.leaf, job.bytes));
          break;
        case 'reacted':
          if (job?.bytes) this.chat.reacted(job.bytes);
          break;
        case 'silenced':
          this.members.get(effect.leaf)?.connection?.send({ t: 'silenced', silenced: effect.silenced });
          break;
        case 'silences':
          this.desk.tell(silences(this.#state));
          break;
        case 'probations':
          this.broadcast(encodeServerMessage(onProbation(this.#state, this.clock.now())));
          break;
        case 'seat':
          this.members.get(effect.leaf)?.line.seat(effect.seat);
          this.#seats.seated(effect.leaf, this.#state.people.get(effect.leaf));
          break;
        case 'done':
          job?.reply?.(undefined);
          break;
        case 'refused':
          job?.reply?.(effect.why);
          break;
        case 'tell':
          this.members.get(effect.leaf)?.connection?.send({ t: effect.what });
          break;
        case 'close':
          this.#dismiss(effect.leaf, effect.code);
          break;
        case 'order':
          if (job?.bytes) this.desk.report({ t: 'order', bytes: job.bytes });
          break;
        case 'fact':
          this.desk.report({ t: 'fact', kind: effect.kind, leaf: effect.leaf });
          break;
        case 'stewardMade':
          this.#makeSteward(effect.leaf);
          break;
        case 'acting':
          this.desk.tell({ t: 'acting', leaf: effect.leaf });
          this.desk.askAll();
          break;
        case 'ended':
          this.free('roomEnded');
          return;
        default:
          effect satisfies never;
      }
    }
    this.#cancelWake();
    if (wakeAt === undefined) return;
    const wait = Math.max(0, wakeAt - this.clock.now());
    this.#cancelWake = this.clock.after(wait, () => this.run({ type: 'tick' }));
  }

  #announce(event: RoomEvent): void {
    if (event.was === 'stageJoined') this.#cameOnStage.set(event.member.leaf, this.clock.now());
    if (event.was === 'stageLeft') {
      this.#cameOnStage.delete(event.leaf);
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

  #dismiss(of: Leaf, code: CloseCode): void {
    this.#seats.gone(of);
    const member = this.members.get(of);
    if (!member) return;
    member.line.close();
    this.members.delete(of);
    if (code === 'removed' || code === 'replaced') this.#endedSeats.set(of, { key: member.key, code });
    member.connection?.close(code);
  }

  #makeSteward(of: Leaf): void {
    const member = this.members.get(of);
    if (!member) return;
    member.stewardSince = this.heads.head.seq;
    member.connection?.setSteward(true);
    this.desk.handOver(member);
  }

  #replay(
    member: Member,
    connection: Connection,
    message: ClientMessageOf<'resume'>,
    steward: boolean,
  ): void {
    const missed = this.events.after(message.seen);
    if (missed) {
      connection.send({ t: 'resumed', n: message.seen });
      for (const text of missed) connection.sendText(text);
    } else {
      connection.send({ t: 'resumed', n: this.events.last, room: snapshot(this.#state, this.clock.now()) });
    }
    for (const word of this.chat.standing(member, this.#state, false)) connection.send(word);
    const head = () => {
      if (message.headSeq === this.heads.head.seq) return;
      for (const missed of this.heads.missed(message.headSeq, member.leaf)) connection.send(missed);
      connection.send(this.heads.catchUp(member.leaf, steward, this.stageEntries()));
    };
    if (steward) this.desk.catchUp(member, message.headSeq, head);
    else head();
    for (const kept of member.mail.open ?? []) connection.send(kept);
    if (!member.line.hasTransport) sayMediaLost(this, member, 'failed');
    else if (member.line.movedTo !== undefined) connection.send({ t: 'moved', next: member.line.movedTo });
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
