import {
  beginTenure,
  type LifeRecord,
  lapsed,
  leaseRules,
  owns,
  type Sighting,
  sight,
  stepTenure,
  type Tenure,
  type TenureInput,
} from '@stoa/core/fleet';
import { toBase64Url } from '@stoa/protocol';
import type { Clock } from '../ports.ts';
import type { ControlLife, Leases, ProcessProof, RoomName, Row } from './ports.ts';
import { type OwnerRecord, processOf, readLife, readOwner, writeRecord } from './records.ts';
import type { Standing } from './room-keeper.ts';

export type OwnershipPorts = {
  readonly leases: Leases;
  readonly clock: Clock;
  readonly random: (length: number) => Uint8Array;
  readonly processes?: ProcessProof | undefined;
};

export type OwnershipEvents = {
  /** It is known again that nothing was taken. */
  thawed(): void;
  /** Everything that it owned may be others' by now; it goes on under another name. */
  replaced(): void;
  /** Another control has ended, and nobody owns what it owned. */
  gone(life: ControlLife): void;
};

/** Whose a room is. `free`: of a control that has ended. */
export type Sought =
  | { readonly is: 'none' | 'unsure' }
  | { readonly is: 'other'; readonly life: ControlLife }
  | { readonly is: 'mine' | 'free'; readonly term: number; readonly revision: number };

/** The shell around core's tenure: one control's own record, and what it sees of the others'. */
export class Ownership {
  life: ControlLife;
  readonly #ports: OwnershipPorts;
  readonly #events: OwnershipEvents;
  #tenure: Tenure;
  #revision = 0;
  readonly #others = new Map<ControlLife, Sighting>();
  readonly #told = new Set<ControlLife>();
  #inTouch = false;
  #ended = false;
  #begun: (() => void)[] = [];
  #stopTimer: () => void = () => {};
  #stopLooking: () => void = () => {};

  constructor(ports: OwnershipPorts, events: OwnershipEvents) {
    this.#ports = ports;
    this.#events = events;
    this.life = this.#newLife();
    this.#tenure = beginTenure(ports.clock.now());
  }

  /** Resolves when it may own rooms. */
  begin(): Promise<void> {
    return new Promise((resolve) => {
      this.#begun.push(resolve);
      this.#step({ type: 'tick' });
      void this.#look();
    });
  }

  get standing(): Standing {
    if (this.#ended || this.#tenure.is === 'lost') return 'lost';
    if (!owns(this.#tenure, this.#ports.clock.now())) return 'frozen';
    return this.#tenure.alone && !this.#inTouch ? 'alone' : 'owner';
  }

  /** Other controls that live, as far as is known. */
  get others(): readonly ControlLife[] {
    const now = this.#ports.clock.now();
    return [...this.#others].filter(([, it]) => !it.record.over && !lapsed(it, now)).map(([life]) => life);
  }

  async seek(name: RoomName): Promise<Sought> {
    try {
      const row = await this.#ports.leases.rooms.read(name);
      if (!row) return { is: 'none' };
      const record = readOwner(row.value);
      if (!record) return { is: 'unsure' };
      const { owner, term } = record;
      if (owner === this.life) return { is: 'mine', term, revision: row.revision };
      return (await this.#isGone(owner))
        ? { is: 'free', term, revision: row.revision }
        : { is: 'other', life: owner };
    } catch {
      return { is: 'unsure' };
    }
  }

  /** The revision of its record, or undefined when somebody else was faster. Rejects when nobody knows. */
  claim(name: RoomName, term: number, after: number): Promise<number | undefined> {
    const record: OwnerRecord = { owner: this.life, term };
    return this.#ports.leases.rooms.write(name, writeRecord(record), after);
  }

  async release(name: RoomName, revision: number): Promise<void> {
    await this.#ports.leases.rooms.remove(name, revision);
  }

  /** Rooms of a control that has ended. */
  async leftBy(life: ControlLife): Promise<readonly RoomName[]> {
    const rows = await this.#ports.leases.rooms.list();
    return rows.filter(({ value }) => readOwner(value)?.owner === life).map(({ key }) => key);
  }

  /** What it owned is free from now on. */
  async end(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    this.#stopTimer();
    this.#stopLooking();
    const record: LifeRecord = { alone: false, over: true };
    for (let tries = 0; tries < 3; tries++) {
      try {
        const { lives } = this.#ports.leases;
        if ((await lives.write(this.life, writeRecord(record), this.#revision)) !== undefined) return;
        this.#revision = (await lives.read(this.life))?.revision ?? 0;
      } catch {
        return;
      }
    }
  }

  #step(input: TenureInput): void {
    if (this.#ended) return;
    const was = this.#tenure.is;
    const { tenure, renew, wakeAt } = stepTenure(this.#tenure, input, this.#ports.clock.now());
    this.#tenure = tenure;
    if (tenure.is === 'lost') {
      this.#beginAnew();
      return;
    }
    if (renew) void this.#renew(renew);
    this.#stopTimer();
    if (wakeAt !== undefined) {
      const wait = Math.max(0, wakeAt - this.#ports.clock.now());
      this.#stopTimer = this.#ports.clock.after(wait, () => this.#step({ type: 'tick' }));
    }
    if (tenure.is !== 'owner' || was === 'owner') return;
    if (was === 'frozen') this.#events.thawed();
    for (const begun of this.#begun.splice(0)) begun();
  }

  #beginAnew(): void {
    this.#stopTimer();
    this.life = this.#newLife();
    this.#revision = 0;
    this.#tenure = beginTenure(this.#ports.clock.now());
    this.#events.replaced();
    this.#step({ type: 'tick' });
  }

  async #renew(record: LifeRecord): Promise<void> {
    const { lives } = this.#ports.leases;
    const { life } = this;
    const mine = (input: TenureInput) => {
      if (life === this.life) this.#step(input);
    };
    try {
      const said = { ...record, process: this.#ports.processes?.own };
      const revision = await lives.write(life, writeRecord(said), this.#revision);
      if (revision !== undefined) {
        if (life === this.life) this.#revision = revision;
        mine({ type: 'renewed' });
        return;
      }
      // Another revision than the last one known: one that was written and not heard of, or the end.
      const row = await lives.read(life);
      const replaced = !row || readLife(row.value).over;
      if (!replaced && life === this.life) this.#revision = row.revision;
      mine({ type: replaced ? 'replaced' : 'failed' });
    } catch {
      mine({ type: 'failed' });
    }
  }

  async #look(): Promise<void> {
    this.#stopLooking();
    try {
      await this.#see();
    } catch {
      this.#inTouch = false;
      // What nobody could renew has not lapsed: everybody gets the whole time anew.
      this.#others.clear();
    }
    if (this.#ended) return;
    this.#stopLooking = this.#ports.clock.after(leaseRules.renewMs, () => void this.#look());
  }

  async #see(): Promise<void> {
    const rows = await this.#ports.leases.lives.list();
    this.#inTouch = true;
    const now = this.#ports.clock.now();
    const there = new Set(rows.map(({ key }) => key));
    for (const life of this.#others.keys()) if (!there.has(life)) this.#others.delete(life);
    for (const row of rows) {
      const { key } = row;
      if (key === this.life) continue;
      const before = this.#others.get(key);
      const seen = sight(before, row.revision, readLife(row.value), now);
      this.#others.set(key, seen);
      if (seen !== before && !seen.record.over && !this.#hasEnded(row)) this.#step({ type: 'others' });
      if (await this.#isOver(row, seen)) this.#tellGone(key);
    }
  }

  /** Marks it as over when it has lapsed, or has certainly ended: then it does nothing any more. */
  async #isOver(row: Row, seen: Sighting): Promise<boolean> {
    const life = row.key;
    if (seen.record.over) return true;
    const free = lapsed(seen, this.#ports.clock.now()) || (seen.record.alone && this.#hasEnded(row));
    if (!free) return false;
    const record: LifeRecord = { alone: false, over: true };
    const revision = await this.#ports.leases.lives.write(life, writeRecord(record), seen.revision);
    if (revision === undefined) return false;
    this.#others.set(life, { revision, record, since: this.#ports.clock.now() });
    return true;
  }

  async #isGone(life: ControlLife): Promise<boolean> {
    const row = await this.#ports.leases.lives.read(life);
    // It is taken away only when it has been over for long.
    if (!row) return true;
    const now = this.#ports.clock.now();
    const seen = sight(this.#others.get(life), row.revision, readLife(row.value), now);
    this.#others.set(life, seen);
    return this.#isOver(row, seen);
  }

  #hasEnded({ value }: Row): boolean {
    const process = processOf(value);
    return process !== undefined && this.#ports.processes?.hasEnded(process) === true;
  }

  #tellGone(life: ControlLife): void {
    const seen = this.#others.get(life);
    if (!this.#told.has(life)) {
      this.#told.add(life);
      this.#events.gone(life);
      return;
    }
    if (!seen || this.#ports.clock.now() - seen.since < forgetMs) return;
    this.#others.delete(life);
    this.#told.delete(life);
    void this.#ports.leases.lives.remove(life, seen.revision).catch(() => {});
  }

  #newLife = (): ControlLife => toBase64Url(this.#ports.random(16));
}

/** Somebody may still read that it has ended. */
const forgetMs = 600_000;
