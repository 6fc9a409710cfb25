import type { RoomHandle } from '@stoa/protocol';
import type {
  CarriedSockets,
  ControlLife,
  FleetPorts,
  Opening,
  RoomMemory,
  Row,
  Table,
} from '../../fleet/ports.ts';
import type { SocketEvents, SocketPort } from '../../ports.ts';

type Accept = (socket: SocketPort, opening: Opening) => SocketEvents;
type Carried = { readonly from: ControlLife; readonly to: ControlLife; end(): void };

/** Whether a control can reach what it shares with the others. */
export type FleetReach = { cut: boolean };

/** What controls of one process share: the stores and the way between them, without a broker. */
export class InProcessFleet {
  readonly #lives = new Map<string, Row>();
  readonly #rooms = new Map<string, Row>();
  readonly #memory = new Map<string, Map<number, Map<string, Uint8Array<ArrayBuffer>>>>();
  readonly #accepts = new Map<ControlLife, { readonly accept: Accept; readonly reach: FleetReach }>();
  readonly #carried = new Set<Carried>();
  readonly #lost: (() => void)[] = [];
  #revision = 0;

  /** What was kept in memory is gone, as when a broker begins again. */
  forget(): void {
    this.#memory.clear();
    for (const lost of this.#lost) lost();
  }

  get size(): { readonly rooms: number; readonly memory: number } {
    return { rooms: this.#rooms.size, memory: this.#memory.size };
  }

  /** For one more control. */
  join(reach: FleetReach = { cut: false }): FleetPorts {
    return {
      leases: { lives: this.#table(this.#lives, reach), rooms: this.#table(this.#rooms, reach) },
      memory: this.#roomMemory(reach),
      sockets: this.#sockets(reach),
      nameOf: (room: RoomHandle) => `of-${room.reveal()}`,
    };
  }

  #table(rows: Map<string, Row>, reach: FleetReach): Table {
    const ask = asking(reach);
    return {
      write: (key, value, after) =>
        ask(() => {
          if ((rows.get(key)?.revision ?? 0) !== after) return undefined;
          rows.set(key, { key, value, revision: ++this.#revision });
          return this.#revision;
        }),
      remove: (key, revision) =>
        ask(() => {
          if (rows.get(key)?.revision === revision) rows.delete(key);
        }),
      read: (key) => ask(() => rows.get(key)),
      list: () => ask(() => [...rows.values()]),
    };
  }

  #roomMemory(reach: FleetReach): RoomMemory {
    const ask = asking(reach);
    return {
      put: (room, term, part, bytes) =>
        ask(() => {
          const terms = this.#memory.get(room) ?? new Map();
          const parts = terms.get(term) ?? new Map();
          this.#memory.set(room, terms.set(term, parts));
          if (bytes) parts.set(part, bytes.slice());
          else parts.delete(part);
        }),
      load: (room) =>
        ask(() => {
          const terms = this.#memory.get(room) ?? new Map();
          return new Map([...terms].map(([term, parts]) => [term, new Map(parts)]));
        }),
      onLost: (listener) => void this.#lost.push(listener),
      drop: (room, before = Number.POSITIVE_INFINITY) =>
        ask(() => {
          const terms = this.#memory.get(room);
          for (const term of terms?.keys() ?? []) if (term < before) terms?.delete(term);
          if (terms?.size === 0) this.#memory.delete(room);
        }),
    };
  }

  #sockets(reach: FleetReach): CarriedSockets {
    let life: ControlLife | undefined;
    const stop = () => {
      if (life !== undefined) this.#accepts.delete(life);
    };
    const end = (gone: ControlLife) => {
      for (const one of [...this.#carried])
        if ((one.from === gone && one.to === life) || (one.to === gone && one.from === life)) one.end();
    };
    return {
      begin: async (as, accept) => {
        stop();
        for (const one of [...this.#carried]) if (one.from === life) one.end();
        life = as;
        this.#accepts.set(as, { accept, reach });
      },
      carry: async (owner, socket, opening) => {
        const there = this.#accepts.get(owner);
        if (!there || there.reach.cut || reach.cut || life === undefined) return undefined;
        let open = true;
        const reaches = () => open && !there.reach.cut && !reach.cut;
        const carried: Carried = {
          from: life,
          to: owner,
          end: () => {
            if (!this.#carried.delete(carried)) return;
            open = false;
            socket.drop();
            events.gone();
          },
        };
        const events = there.accept(
          {
            send: (text) => void (reaches() && socket.send(text)),
            get backlog() {
              return socket.backlog;
            },
            close: () => {
              if (!reaches()) return;
              this.#carried.delete(carried);
              socket.close();
            },
            drop: () => {
              if (!reaches()) return;
              this.#carried.delete(carried);
              socket.drop();
            },
          },
          opening,
        );
        this.#carried.add(carried);
        return {
          text: (text) => void (reaches() && events.text(text)),
          gone: () => {
            if (!reaches() || !this.#carried.delete(carried)) return;
            events.gone();
          },
        };
      },
      end,
      stop,
    };
  }
}

const asking =
  (reach: FleetReach) =>
  async <T>(answer: () => T): Promise<T> => {
    if (reach.cut) throw new Error('the store cannot be reached');
    return answer();
  };
