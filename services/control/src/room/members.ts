import type { RoomState } from '@stoa/core/room';
import { type CloseCode, headSeats, type Leaf } from '@stoa/protocol';
import type { MailPart } from '@stoa/protocol/fleet';
import type { LineEvents } from '../media/media-line.ts';
import type { EndedSeats } from './ended-seats.ts';
import type { HeadStore } from './head-store.ts';
import { Mailbox } from './mailbox.ts';
import type { Member } from './people.ts';

/** What is needed of the room around them. */
export type MembersRoom = {
  state(): RoomState;
  readonly heads: HeadStore;
  readonly endedSeats: EndedSeats;
  lineEvents(member: Member): LineEvents;
  /** To be written down: what is not in core's state of this person, and what lies in its mailbox. */
  changed(leaf: Leaf): void;
  mailChanged(leaf: Leaf): void;
};

/** Everybody who is in, away or not: from being let in to the end of the stay. */
export class Members {
  readonly #room: MembersRoom;
  readonly #all = new Map<Leaf, Member>();

  constructor(room: MembersRoom) {
    this.#room = room;
  }

  get size(): number {
    return this.#all.size;
  }

  get(leaf: Leaf): Member | undefined {
    return this.#all.get(leaf);
  }

  has(leaf: Leaf): boolean {
    return this.#all.has(leaf);
  }

  values(): IterableIterator<Member> {
    return this.#all.values();
  }

  /** There for the relay and for closing words at once; what is broadcast it hears when it is `live`. */
  add(who: Pick<Member, 'leaf' | 'key' | 'line' | 'connection'>, mail?: MailPart): Member {
    const { leaf, key, line, connection } = who;
    const member: Member = {
      ...{ leaf, key, line, connection },
      live: false,
      mail: new Mailbox(() => this.#room.mailChanged(leaf), mail),
      stewardSince: undefined,
    };
    line.events = this.#room.lineEvents(member);
    this.#all.set(leaf, member);
    this.#room.changed(leaf);
    return member;
  }

  /** Somebody's stay is over. */
  close(leaf: Leaf, code: CloseCode): void {
    const member = this.#all.get(leaf);
    if (!member) return;
    member.line.close();
    this.#all.delete(leaf);
    this.#room.endedSeats.end(leaf, member.key, code);
    this.#room.changed(leaf);
    member.connection?.close(code);
  }

  /** The era is over, or the server stops. */
  closeAll(code: CloseCode): void {
    for (const { line, connection } of this.#all.values()) {
      line.close();
      connection?.close(code);
    }
    this.#all.clear();
  }

  /** They are another process's now: nobody is told anything. */
  abandon(): void {
    for (const { connection } of this.#all.values()) connection?.abandon();
    this.#all.clear();
  }

  isModerator(leaf: Leaf): boolean {
    return this.#room.state().stage.get(leaf)?.role === 'moderator';
  }

  /** Those who are away as well. */
  moderators(): Member[] {
    return [...this.#room.state().stage.keys()].flatMap((leaf) => {
      const member = this.#all.get(leaf);
      return member && this.isModerator(leaf) ? [member] : [];
    });
  }

  /** Moderators who can be reached, the acting steward first. */
  stewards(): Member[] {
    const { acting } = this.#room.state();
    const out = this.moderators().filter(({ connection }) => connection);
    return out.sort((a, b) => (a.leaf === acting ? -1 : b.leaf === acting ? 1 : a.leaf - b.leaf));
  }

  makeSteward(leaf: Leaf): Member | undefined {
    const member = this.#all.get(leaf);
    if (!member) return undefined;
    member.stewardSince = this.#room.heads.head.seq;
    this.#room.changed(leaf);
    member.connection?.setSteward(true);
    return member;
  }

  /** No steward any more, if it was one. */
  leftStage(leaf: Leaf): void {
    this.#room.changed(leaf);
    const member = this.#all.get(leaf);
    if (!member) return;
    member.stewardSince = undefined;
    member.connection?.setSteward(false);
  }

  broadcast(text: string): void {
    for (const { live, connection } of this.#all.values()) if (live) connection?.sendText(text);
  }

  /** Frames go out under the byte that the signed stage names for their speaker, and under no other. */
  nameVoices(): void {
    const seats = headSeats(this.#room.heads.head.bytes);
    if (!seats) return;
    const senders = new Map(seats.map(({ leaf, sender }) => [leaf, sender]));
    for (const { leaf, line } of this.#all.values()) line.sender(senders.get(leaf) ?? 0);
  }
}
