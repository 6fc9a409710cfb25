import { createHash } from 'node:crypto';
import {
  type ClientMessageOf,
  joinToken,
  type LinkFragment,
  leaf as leafOf,
  limits,
  MerkleLog,
  type Policy,
  type RoomCommand,
  type RoomHandle,
  roomHandle,
  type ServerMessageOf,
} from '@stoa/protocol';
import {
  type AccountBinding,
  createKeySession,
  type KeyAlarm,
  type KeyEffect,
  type KeyMessage,
  type KeySession,
  type Profile,
  type Roster,
} from '../src/index.ts';

/**
 * Stands in for control in the tests of this package: orders heads and admissions, routes, and keeps just enough of a room
 * to say who acts. Messages are delivered in order, one at a time; `tamper` is the malicious server's place.
 */
export type Person = {
  readonly name: string;
  readonly session: KeySession;
  leaf: number | undefined;
  roster: Roster | undefined;
  readonly alarms: KeyAlarm[];
  readonly knocks: { request: number; name: string }[];
  /** What it read of others and of itself: `<leaf> <counter> <text>`, and reactions. */
  readonly read: string[];
  readonly reactions: string[];
  /** Its messages wait while it is cut off. */
  online: boolean;
  gone: boolean;
};

export type Tamper = (to: Person, message: KeyMessage) => KeyMessage | readonly KeyMessage[] | undefined;

/** Random bytes that a seed decides. */
export function seededRandom(seed: string): (bytes: number) => Uint8Array {
  let count = 0;
  return (bytes) => {
    const out = new Uint8Array(bytes);
    for (let at = 0; at < bytes; at += 32) {
      const block = createHash('sha256').update(`${seed} ${count++}`).digest();
      out.set(block.subarray(0, Math.min(32, bytes - at)), at);
    }
    return out;
  };
}

type Role = 'moderator' | 'speaker' | 'listener';
type Wire = ServerMessageOf<'head'>;

export class MiniRoom {
  readonly handle: RoomHandle = roomHandle('AAECAwQFBgcICQoLDA0ODw');
  readonly people: Person[] = [];
  now = 1_700_000_000_000;
  card: Uint8Array = new Uint8Array();
  fragment!: LinkFragment;
  log: Uint8Array<ArrayBuffer>[] = [];
  head!: ClientMessageOf<'head'>['head'];
  readonly heads: ClientMessageOf<'head'>[] = [];
  readonly removed = new Set<number>();
  readonly roles = new Map<number, Role>();
  readonly invited = new Set<number>();
  readonly orders: Uint8Array<ArrayBuffer>[] = [];
  acting: Person | undefined;
  starting: Person | undefined;
  tamper: Tamper | undefined;
  /** Does the server let those who are out read on, with every wrap that there is? */
  leaky = false;
  headRoom: { readonly rewraps: number; readonly wraps: number } | undefined;
  /** Stewards whose messages are lost. */
  readonly mute = new Set<Person>();
  #requests = new Map<number, Person>();
  /** Sent back from the door: their clients ask again by the card of now. */
  #askingAgain: Person[] = [];
  #nextRequest = 1;
  #queue: { to: Person; message: KeyMessage }[] = [];
  #merkle = new MerkleLog();
  /** Whose account somebody says to be; of nobody unless told. */
  bind: (name: string, participantKey: Uint8Array) => Promise<AccountBinding | undefined> = async () =>
    undefined;
  #seed: string;
  #count = 0;

  constructor(seed = 'seed') {
    this.#seed = seed;
  }

  async #profile({ name, session }: Person): Promise<Profile> {
    return { name, binding: await this.bind(name, session.key) };
  }

  async person(name: string): Promise<Person> {
    const session = await createKeySession({
      random: seededRandom(`${this.#seed} ${this.#count++}`),
      ...(this.headRoom ? { headRoom: this.headRoom } : {}),
    });
    return {
      ...{ name, session, leaf: undefined, roster: undefined, online: true, gone: false },
      ...{ alarms: [], knocks: [], read: [], reactions: [] },
    };
  }

  async open(name = 'Ada', policy: Policy = 'open', title = 'A room', strict = false): Promise<Person> {
    const person = await this.person(name);
    const opening = await person.session.open(
      { room: this.handle, profile: await this.#profile(person), policy, strict, title },
      this.now,
    );
    this.card = opening.card;
    this.fragment = opening.fragment;
    this.head = opening.head;
    this.#commit(opening.entry);
    person.leaf = 0;
    this.people.push(person);
    this.roles.set(0, 'moderator');
    this.#post(person, {
      t: 'admitted',
      leaf: leafOf(0),
      entry: opening.entry,
      head: opening.head,
      stageEntries: [],
      n: 0,
      room: {
        stage: [],
        queue: [],
        hands: 0,
        participants: 1,
        consumers: 0,
        frozen: false,
        chat: 'everybody',
        probation: 0,
      },
    });
    this.#chooseActing();
    await this.settle();
    return person;
  }

  /** Asks; whether and when it gets in is the stewards' matter. */
  async ask(name: string, fragment: LinkFragment = this.fragment): Promise<Person> {
    const { person, request } = await this.prepare(name, fragment);
    this.put(person, request);
    return person;
  }

  /** Somebody with a request that has not been sent. */
  async prepare(name: string, fragment: LinkFragment = this.fragment) {
    const person = await this.person(name);
    return { person, request: await this.request(person, fragment) };
  }

  /** By the card of now, or another. */
  async request(person: Person, fragment: LinkFragment = this.fragment, card: Uint8Array = this.card) {
    const profile = await this.#profile(person);
    const joining = await person.session.join(
      { room: this.handle, fragment, card, token: joinToken('dG9rZW4'), profile },
      this.now,
    );
    if (!joining.ok) throw new Error(joining.why);
    return own(joining.request);
  }

  put(person: Person, request: Uint8Array<ArrayBuffer>): void {
    const id = this.#nextRequest++;
    this.#requests.set(id, person);
    for (const steward of this.moderators()) {
      this.#post(steward, { t: 'request', request: id, key: own(person.session.key), bytes: request });
    }
  }

  async join(name: string): Promise<Person> {
    const person = await this.ask(name);
    await this.settle();
    for (let i = 0; i < 20 && person.leaf === undefined; i++) await this.pass(250);
    if (person.leaf === undefined) throw new Error('nobody let the newcomer in');
    return person;
  }

  moderators(): Person[] {
    return this.people.filter(({ leaf }) => leaf !== undefined && this.roles.get(leaf) === 'moderator');
  }

  at(leaf: number): Person | undefined {
    return this.people.find((person) => person.leaf === leaf);
  }

  /** A command as control carries it out; the order goes to the stewards. */
  async command(by: Person, command: RoomCommand, settle = true): Promise<void> {
    const order = new Uint8Array(await by.session.order(command, this.now));
    this.orders.push(order);
    for (const steward of this.moderators()) this.#post(steward, { t: 'order', bytes: order });
    if (command.do === 'invite') this.invited.add(command.leaf);
    if (command.do === 'moveToAudience') this.roles.set(command.leaf, 'listener');
    if (command.do === 'makeModerator') {
      this.roles.set(command.leaf, 'moderator');
      const made = this.at(command.leaf);
      if (made) this.sendLog(made);
    }
    if (command.do === 'remove') {
      const out = this.at(command.leaf);
      this.roles.delete(command.leaf);
      if (out) out.gone = true;
    }
    this.#chooseActing();
    if (settle) await this.settle();
  }

  /** What somebody writes, to everybody who is in, as control passes it on. */
  async say(by: Person, text: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const sealed = await by.session.write(new TextEncoder().encode(text), this.now);
    if (!sealed) return undefined;
    const bytes = new Uint8Array(sealed);
    for (const to of this.people) if (!to.gone || this.leaky) this.said(to, by.leaf!, bytes);
    await this.settle();
    return bytes;
  }

  /** With the author's entry unless told otherwise. */
  said(
    to: Person,
    leaf: number,
    bytes: Uint8Array<ArrayBuffer>,
    entry: Uint8Array<ArrayBuffer> | 'none' = this.log[leaf]!,
  ): void {
    this.#post(to, { t: 'said', leaf: leafOf(leaf), bytes, ...(entry !== 'none' && { entry }) });
  }

  async react(by: Person, text: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const sealed = await by.session.writeNameless(new TextEncoder().encode(text), this.now);
    if (!sealed) return undefined;
    const boxes = [new Uint8Array(sealed)];
    for (const to of this.people) if (!to.gone) this.#post(to, { t: 'reacted', boxes, more: 0 });
    await this.settle();
    return boxes[0];
  }

  sendLog(to: Person, from = 0): void {
    this.#post(to, {
      t: 'entries',
      from,
      entries: this.log.slice(from),
      removed: [...this.removed].map(leafOf),
    });
  }

  async fact(kind: ServerMessageOf<'fact'>['kind'], person: Person): Promise<void> {
    const leaf = leafOf(person.leaf!);
    if (kind === 'onStage') this.roles.set(leaf, 'speaker');
    if (kind === 'offStage') this.roles.set(leaf, 'listener');
    if (kind === 'left') {
      this.roles.delete(leaf);
      person.gone = true;
    }
    for (const steward of this.moderators()) this.#post(steward, { t: 'fact', kind, leaf });
    this.#chooseActing();
    await this.settle();
  }

  /** Invites, accepts, and waits for the head. */
  async bringOnStage(by: Person, person: Person): Promise<void> {
    await this.command(by, { do: 'invite', leaf: leafOf(person.leaf!) });
    await this.fact('onStage', person);
    await this.pass(250);
  }

  /** Virtual time goes by, with ticks as in a client. */
  async pass(ms: number, every = 250): Promise<void> {
    for (let left = ms; left > 0; left -= every) {
      this.now += Math.min(every, left);
      for (const person of [...this.people]) await this.tick(person);
      await this.settle();
    }
  }

  async tick(person: Person): Promise<void> {
    if (!person.gone || this.leaky) await this.#handle(person, await person.session.tick(this.now));
  }

  /** Delivers until nothing is under way. */
  async settle(): Promise<void> {
    for (;;) {
      for (const person of this.#askingAgain.splice(0)) this.put(person, await this.request(person));
      const at = this.#queue.findIndex(({ to }) => to.online);
      const [next] = at < 0 ? [] : this.#queue.splice(at, 1);
      if (!next) return;
      const { to, message } = next;
      if (to.gone && !this.leaky) continue;
      const given = this.tamper ? this.tamper(to, message) : message;
      for (const each of given === undefined ? [] : [given].flat()) {
        await this.#handle(to, await to.session.receive(each as KeyMessage, this.now));
      }
    }
  }

  async deliver(to: Person, message: KeyMessage): Promise<readonly KeyEffect[]> {
    const effects = await to.session.receive(message, this.now);
    await this.#handle(to, effects);
    return effects;
  }

  async answerKnock(by: Person, request: number, letIn: boolean): Promise<void> {
    await this.#handle(by, await by.session.answerKnock(request, letIn, this.now));
    await this.settle();
  }

  chooseActing(person: Person): void {
    this.acting = person;
    for (const steward of this.moderators()) {
      this.#post(steward, { t: 'acting', leaf: leafOf(person.leaf!) });
    }
  }

  async startGeneration(person: Person): Promise<void> {
    this.starting = person;
    this.roles.set(person.leaf!, 'moderator');
    this.sendLog(person);
    this.#post(person, { t: 'startGeneration' });
    await this.settle();
    await this.pass(250);
  }

  #chooseActing(): void {
    const online = this.moderators().filter(
      (person) => person.online && !person.gone && !this.mute.has(person),
    );
    const [next] = online.sort((a, b) => a.leaf! - b.leaf!);
    if (next && next !== this.acting) this.chooseActing(next);
  }

  #post(to: Person, message: KeyMessage): void {
    this.#queue.push({ to, message });
  }

  #commit(entry: Uint8Array<ArrayBuffer>): void {
    this.log.push(entry);
    this.#merkle.append(entry);
  }

  async #handle(from: Person, effects: readonly KeyEffect[]): Promise<void> {
    for (const effect of effects) {
      if (effect.type === 'roster') from.roster = effect.roster;
      if (effect.type === 'alarm') from.alarms.push(effect.alarm);
      if (effect.type === 'message') {
        const { leaf, counter, body } = effect.message;
        from.read.push(`${leaf} ${counter} ${new TextDecoder().decode(body)}`);
      }
      if (effect.type === 'reactions')
        from.reactions.push(...effect.bodies.map((body) => new TextDecoder().decode(body)));
      if (effect.type === 'knock') from.knocks.push(effect);
      if (effect.type === 'knockGone') {
        const at = from.knocks.findIndex(({ request }) => request === effect.request);
        if (at >= 0) from.knocks.splice(at, 1);
      }
      if (effect.type === 'send' && !this.mute.has(from) && !from.gone) this.#take(from, effect.message);
    }
  }

  #take(from: Person, message: Extract<KeyEffect, { type: 'send' }>['message']): void {
    switch (message.t) {
      case 'admit':
        this.#admit(from, message);
        break;
      case 'deny': {
        const person = this.#requests.get(message.request);
        this.#requests.delete(message.request);
        if (person && message.again) this.#askingAgain.push(person);
        break;
      }
      case 'head':
        this.#acceptHead(from, message);
        break;
      case 'toLeaf': {
        const to = this.at(message.leaf);
        if (to) this.#post(to, { t: 'toLeaf', from: leafOf(from.leaf!), bytes: message.bytes });
        break;
      }
      case 'page':
        this.#page(from, message);
        break;
      case 'command':
        this.#sentDown(from, message);
    }
  }

  /** What a steward asks for by itself. */
  #sentDown(from: Person, { command, order }: ClientMessageOf<'command'>): void {
    if (command.do !== 'moveToAudience' || !order || !this.moderators().includes(from)) return;
    this.roles.set(command.leaf, 'listener');
    for (const steward of this.moderators()) this.#post(steward, { t: 'order', bytes: order });
  }

  #admit(from: Person, message: ClientMessageOf<'admit'>): void {
    const person = this.#requests.get(message.request);
    if (!this.moderators().includes(from) || !person || message.leaf !== this.log.length) {
      this.#post(from, { t: 'entries', from: this.log.length, entries: [], removed: [] });
      return;
    }
    this.#requests.delete(message.request);
    this.#commit(message.entry);
    person.leaf = message.leaf;
    this.people.push(person);
    this.roles.set(message.leaf, 'listener');
    this.#post(person, {
      t: 'admitted',
      ...{ leaf: message.leaf, entry: message.entry, wrap: message.wrap, head: this.head, n: 0 },
      stageEntries: this.#stageEntries(),
      room: {
        stage: [],
        queue: [],
        hands: 0,
        participants: 1,
        consumers: 0,
        frozen: false,
        chat: 'everybody',
        probation: 0,
      },
    });
    for (const steward of this.moderators()) {
      this.#post(steward, { t: 'entries', from: message.leaf, entries: [message.entry], removed: [] });
      if (steward !== from) this.#post(steward, { t: 'requestGone', request: message.request });
    }
  }

  #stageEntries(): Wire['stageEntries'] {
    const out: Wire['stageEntries'] = [];
    for (const [leaf, role] of this.roles) {
      if (role !== 'listener') out.push({ leaf: leafOf(leaf), bytes: this.log[leaf]! });
    }
    return out;
  }

  #acceptHead(from: Person, message: ClientMessageOf<'head'>): void {
    const allowed = this.moderators().includes(from);
    if (!allowed || message.head.seq !== this.head.seq + 1) {
      this.#post(from, this.#headFor(from, this.heads.at(-1)));
      return;
    }
    this.head = message.head;
    this.heads.push(message);
    for (const leaf of message.removed) this.removed.add(leaf);
    if (message.card) this.card = message.card;
    for (const person of this.people) {
      if (!person.gone || this.leaky) this.#post(person, this.#headFor(person, message));
    }
    if (from === this.starting) {
      this.starting = undefined;
      this.chooseActing(from);
    }
  }

  /** After the log was changed by hand. */
  rebuild(): void {
    this.#merkle = new MerkleLog();
    for (const entry of this.log) this.#merkle.append(entry);
  }

  /** Loses what waits for somebody; says how many messages. */
  drop(person: Person): number {
    const before = this.#queue.length;
    this.#queue = this.#queue.filter(({ to }) => to !== person);
    return before - this.#queue.length;
  }

  /** The newest head with the newest epoch's wraps, as for somebody who comes back. */
  caughtUp(person: Person): Wire {
    const turn = this.heads.findLast(({ wraps, rewraps }) => wraps.length > 0 || rewraps.length > 0);
    return this.#headFor(person, turn && { ...turn, head: this.head });
  }

  headFor(person: Person): Wire {
    return this.#headFor(person, this.heads.at(-1));
  }

  #headFor(person: Person, message: ClientMessageOf<'head'> | undefined): Wire {
    const leaf = person.leaf!;
    const steward = this.roles.get(leaf) === 'moderator';
    const wraps = message?.wraps ?? [];
    const rewrap = message?.rewraps.find((each) => each.leaf === leaf)?.bytes;
    return {
      t: 'head',
      head: this.head,
      wraps:
        steward || person.gone ? wraps : wraps.filter(({ depth, index }) => leaf >>> (20 - depth) === index),
      ...(rewrap ? { rewrap } : {}),
      removed: steward ? (message?.removed ?? []) : [],
      stageEntries: this.#stageEntries(),
    };
  }

  #page(from: Person, { id, from: first }: ClientMessageOf<'page'>): void {
    const size = this.head.size;
    const entries = this.log.slice(first, Math.min(size, first + limits.pageEntries));
    this.#post(from, {
      t: 'page',
      ...{ id, headSeq: this.head.seq, from: first, entries },
      paths: entries.map((_, i) => own(this.#merkle.path(first + i, size))),
      gone: [...this.removed].map(leafOf),
    });
  }
}

const own = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);
