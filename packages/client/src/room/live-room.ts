import type { RoomCommand, ServerMessage } from '@stoa/protocol';
import type { FenceFacts, FenceRefusal } from '../fence/guard.ts';
import type { Outcome } from '../room-view.ts';
import type { SessionState } from '../session/state.ts';
import { Connection } from './connection.ts';
import { Conversation } from './conversation.ts';
import { EntrySearch } from './entry-search.ts';
import { writeLink } from './link.ts';
import { sendOrder } from './order-sender.ts';
import { Orders } from './orders.ts';
import { OwnSeat } from './own-seat.ts';
import type { Life, RoomPorts } from './ports.ts';
import { RosterKeeper } from './roster-keeper.ts';
import { ShownPhase } from './shown-phase.ts';
import { SnapshotKeeper } from './snapshot-keeper.ts';
import type { Entry, RoomCard } from './ticket.ts';
import { firstFacts } from './view.ts';
import { ViewStore } from './view-store.ts';
import { VoiceRings } from './voice-rings.ts';

const tickMs = 250;

/** The parts of one room, what passes between them, and the ticks of a clock that they live by. */
export class LiveRoom<Track> {
  readonly store: ViewStore;
  readonly connection: Connection<Track>;
  readonly seat: OwnSeat<Track>;
  readonly conversation: Conversation;
  readonly entries: EntrySearch;
  readonly roster: RosterKeeper;
  readonly #ports: RoomPorts<Track>;
  readonly #orders = new Orders();
  readonly #snapshot: SnapshotKeeper;
  readonly #rings: VoiceRings;
  readonly #phase: ShownPhase;
  #card: RoomCard | undefined;
  #wasLive = false;

  constructor(entry: Entry, ports: RoomPorts<Track>) {
    const { clock, sound } = ports;
    this.#ports = ports;
    this.store = new ViewStore(firstFacts(entry, sound.state));
    this.connection = this.#connect(entry);
    this.seat = this.#seat();
    this.conversation = new Conversation(this.store, this.connection, this.#orders, clock);
    this.entries = new EntrySearch(this.store, (request) => this.connection.send(request));
    const lookUpHands = () => this.entries.lookUpHands(this.roster.roster);
    this.#snapshot = new SnapshotKeeper(this.store, clock, this.seat, lookUpHands);
    this.#rings = new VoiceRings(this.store);
    this.roster = new RosterKeeper(this.store, clock, this.connection, this.conversation, {
      roster: (before, roster) => {
        this.#rings.keep(roster);
        this.seat.signed(before, roster);
      },
      changed: lookUpHands,
    });
    this.#phase = new ShownPhase(this.store, () => {
      this.seat.end();
      sound.close();
    });
    sound.onChange(() => this.store.set({ sound: sound.state }));
  }

  start(): void {
    this.connection.start();
    this.#tick();
  }

  get link(): string {
    return this.#card ? writeLink(this.#card.room, this.#card.fragment) : '';
  }

  order(command: RoomCommand): Promise<Outcome> {
    const isModerator = () => this.store.view.me?.role === 'moderator';
    return sendOrder(command, isModerator, this.#orders, this.connection, this.#ports.clock);
  }

  /** The way leads outside of a fence: the stay ends, and nothing else is tried. */
  refuse(why: FenceRefusal): void {
    this.connection.input({ type: 'keysRefused', life: this.connection.state.life, why });
  }

  fenceChanged(fence: FenceFacts): void {
    this.store.set({ fence });
  }

  #connect(entry: Entry): Connection<Track> {
    return new Connection(entry, this.#ports, {
      changed: (state) => this.#connectionChanged(state),
      roomKnown: (card) => {
        this.#card = card;
        this.store.set({ title: card.title, policy: card.policy, strict: card.strict });
      },
      life: (life) => this.#newLife(life),
      transport: (transport) => this.seat.voice.useTransport(transport),
      transportGone: (transport) => this.seat.voice.dropTransport(transport),
      message: (message) => this.#received(message),
      keyEffects: (effects) => this.roster.take(effects),
      digested: (message) => this.entries.digested(message),
      standing: () => {
        const { roster } = this.roster;
        return roster && { leaf: roster.me, seen: this.#snapshot.seen, headSeq: roster.headSeq };
      },
    });
  }

  #seat(): OwnSeat<Track> {
    const room = this;
    return new OwnSeat(this.#ports.microphone, {
      store: this.store,
      clock: this.#ports.clock,
      order: (command) => this.order(command),
      get me() {
        return room.roster.roster?.me;
      },
      get idle() {
        return room.#orders.idle;
      },
    });
  }

  #connectionChanged(state: SessionState): void {
    const { isLive } = this.connection;
    if (!isLive) {
      this.#orders.allOffline();
      this.entries.lost();
    }
    if (isLive && !this.#wasLive) this.seat.isBack();
    this.#wasLive = isLive;
    this.#phase.changed(state, this.#ports.clock.now());
  }

  /** A fresh join starts in the audience, with nothing of what its leaf of before was promised. */
  #newLife(life: Life<Track>): void {
    const before = this.roster.roster;
    if (before) {
      this.conversation.newLife(before.me);
      this.store.together(() => {
        this.roster.newLife();
        this.#rings.clear();
        this.seat.newLife();
      });
    }
    this.seat.voice.useLife(life);
    life.onVoices((reports, ownLevel) => {
      const level = this.seat.voice.muted ? 0 : ownLevel;
      this.#rings.hear(reports, level, this.roster.roster, this.#ports.clock.now());
    });
  }

  /** Each part takes the messages that are its own. */
  #received(message: ServerMessage): void {
    this.conversation.received(message);
    this.#orders.received(message);
    this.seat.received(message);
    this.#snapshot.received(message);
  }

  #tick(): void {
    if (this.#phase.isClosed) return;
    const { clock } = this.#ports;
    const now = clock.now();
    clock.after(tickMs, () => this.#tick());

    this.#phase.tick(this.connection.state, now);
    this.#rings.fade(now);
    this.conversation.tick(now);
    if (!this.roster.roster) return;
    void this.roster.tickKeys(now);
    const { control } = this.store.facts;
    if (!control || !this.connection.isLive) return;
    this.roster.compare(now);
    const expected = this.store.view.stage.some((person) => !person.isMe && !person.muted && !person.away);
    void this.connection.pollTraffic(expected, control.participants);
  }
}
