import type { ClientMessageOf, RoomEvent, RoomSnapshot } from '@stoa/protocol';
import { decodeClientMessage } from '@stoa/protocol';

/** One admission as control saw it. */
export type Membership = {
  readonly leaf: number;
  /** Participant key, base64url: which life of which device it is. */
  readonly key: string;
  readonly person: string;
  readonly admittedAt: number;
  gone: { readonly at: number; readonly why: 'left' | 'removed' } | undefined;
};

export type StageTruth = {
  role: 'moderator' | 'speaker';
  muted: boolean;
  away: boolean;
  readonly since: number;
  mutedSince: number;
};

type Owner = { readonly person: string };

/** What really happened in a room, read off the wires: what everybody's picture of it is compared with. */
export class Truth {
  readonly members = new Map<number, Membership>();
  /** By control's numbered events. */
  readonly stage = new Map<number, StageTruth>();
  readonly offStageSince = new Map<number, number>();
  readonly removedPeople = new Map<string, number>();
  /** Heads that control accepted, with everything the steward sent along. */
  readonly heads: { readonly message: ClientMessageOf<'head'>; readonly at: number }[] = [];
  /** How many hands are up and whether the stage is frozen. */
  hands = 0;
  frozen = false;
  ending = false;
  ended = false;
  /** When somebody became moderator or ceased to be one. */
  moderatorsChangedAt = 0;
  readonly #now: () => number;
  #seen = -1;
  readonly #keyOf = new Map<number, { key: string; person: string }>();
  readonly #leafOf = new Map<number, number>();
  readonly #removing = new Map<string, number>();
  readonly #offered = new Map<string, ClientMessageOf<'head'>>();
  #headSeq = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  present(): Membership[] {
    return [...this.members.values()].filter(({ gone }) => !gone);
  }

  moderators(): number[] {
    return [...this.stage].filter(([, { role }]) => role === 'moderator').map(([leaf]) => leaf);
  }

  clientSaid({ person }: Owner, line: number, text: string): void {
    if (text.startsWith('{"t":"command"')) {
      const { id, command } = JSON.parse(text);
      if (command.do === 'remove') this.#removing.set(`${line} ${id}`, command.leaf);
    } else if (text.startsWith('{"t":"leave"')) this.#gone(this.#leafOf.get(line), 'left');
    else if (text.startsWith('{"t":"join"') || text.startsWith('{"t":"open"')) {
      this.#keyOf.set(line, { key: JSON.parse(text).key, person });
    } else if (text.startsWith('{"t":"resume"')) this.#leafOf.set(line, JSON.parse(text).leaf);
    else if (text.startsWith('{"t":"head"')) {
      const message = decodeClientMessage(text);
      if (message?.t === 'head') this.#offered.set(bytesName(message.head.bytes), message);
    }
  }

  serverSaid(_owner: Owner, line: number, text: string): void {
    if (text.startsWith('{"t":"event"')) {
      const { n, event } = JSON.parse(text) as { n: number; event: RoomEvent };
      if (n <= this.#seen) return;
      this.#seen = n;
      this.#event(event);
    } else if (text.startsWith('{"t":"head"')) this.#head(text);
    else if (text.startsWith('{"t":"fact"')) {
      const { kind, leaf } = JSON.parse(text);
      if (kind === 'left') this.#gone(leaf, 'left');
    } else if (text.startsWith('{"t":"done"')) {
      const name = `${line} ${JSON.parse(text).id}`;
      const leaf = this.#removing.get(name);
      this.#removing.delete(name);
      if (leaf !== undefined) this.#gone(leaf, 'removed');
    } else if (text.startsWith('{"t":"admitted"')) this.#admitted(line, JSON.parse(text));
    else if (text.startsWith('{"t":"resumed"')) {
      const { n, room } = JSON.parse(text);
      if (room) this.#snapshot(n, room);
    } else if (text.startsWith('{"t":"closed"')) {
      const { code } = JSON.parse(text);
      if (code === 'roomEnded') this.ended = true;
      this.#gone(this.#leafOf.get(line), code === 'removed' ? 'removed' : 'left');
    }
  }

  #admitted(line: number, message: { leaf: number; n: number; room: RoomSnapshot }): void {
    const { leaf, n, room } = message;
    const who = this.#keyOf.get(line);
    if (!who) throw new Error('admitted without having asked');
    this.#leafOf.set(line, leaf);
    const admittedAt = this.#now();
    this.members.set(leaf, { leaf, ...who, admittedAt, gone: undefined });
    this.#snapshot(n, room);
  }

  /** What was told while nobody was there to be told. */
  #snapshot(n: number, room: RoomSnapshot): void {
    if (n <= this.#seen) return;
    this.#seen = n;
    const now = this.#now();
    this.hands = room.hands;
    this.frozen = room.frozen;
    for (const leaf of [...this.stage.keys()]) {
      if (room.stage.some((member) => member.leaf === leaf)) continue;
      this.stage.delete(leaf);
      this.offStageSince.set(leaf, now);
    }
    for (const { leaf, role, muted, away } of room.stage) {
      const before = this.stage.get(leaf);
      const since = before?.since ?? now;
      this.stage.set(leaf, { role, muted, away, since, mutedSince: before?.mutedSince ?? now });
    }
    this.moderatorsChangedAt = now;
    this.ending = room.endsInMs !== undefined;
  }

  #gone(leaf: number | undefined, why: 'left' | 'removed'): void {
    const member = leaf === undefined ? undefined : this.members.get(leaf);
    if (!member || member.gone?.why === 'removed' || (member.gone && why === 'left')) return;
    member.gone = { at: this.#now(), why };
    if (why === 'removed') this.removedPeople.set(member.person, this.#now());
  }

  #head(text: string): void {
    const { head } = JSON.parse(text) as { head: { seq: number; bytes: string } };
    if (head.seq <= this.#headSeq) return;
    const message = this.#offered.get(head.bytes);
    if (!message) return;
    this.#headSeq = head.seq;
    this.heads.push({ message, at: this.#now() });
    this.#offered.clear();
  }

  #event(event: RoomEvent): void {
    const now = this.#now();
    switch (event.was) {
      case 'stageJoined': {
        const { leaf, role, muted, away } = event.member;
        this.stage.set(leaf, { role, muted, away, since: now, mutedSince: now });
        this.offStageSince.delete(leaf);
        this.ending = false;
        return;
      }
      case 'stageLeft':
        if (this.stage.get(event.leaf)?.role === 'moderator') this.moderatorsChangedAt = now;
        this.stage.delete(event.leaf);
        this.offStageSince.set(event.leaf, now);
        return;
      case 'roleChanged':
      case 'moderatorNamed': {
        const seat = this.stage.get(event.leaf);
        if (seat) seat.role = event.was === 'roleChanged' ? event.role : 'moderator';
        this.moderatorsChangedAt = now;
        return;
      }
      case 'muteChanged': {
        const seat = this.stage.get(event.leaf);
        if (seat) Object.assign(seat, { muted: event.muted, mutedSince: now });
        return;
      }
      case 'awayChanged': {
        const seat = this.stage.get(event.leaf);
        if (seat) seat.away = event.away;
        return;
      }
      case 'handsChanged':
        this.hands = event.total;
        return;
      case 'countsChanged':
      case 'said':
      case 'chatChanged':
      case 'probationChanged':
        return;
      case 'stageFrozen':
        this.frozen = event.frozen;
        return;
      case 'roomEnding':
        this.ending = true;
        return;
      default:
        event satisfies never;
    }
  }
}

const bytesName = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
