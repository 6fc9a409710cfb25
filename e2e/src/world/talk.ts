import type { KeyEffect } from '@stoa/e2ee';
import type { RoomSnapshot } from '@stoa/protocol';
import type { Device, SimulatedLife } from './device.ts';
import type { Sealed } from './sealed.ts';

type Word = {
  readonly text: string;
  readonly author: Device;
  readonly life: SimulatedLife;
  readonly leaf: number;
  readonly at: number;
};
/** What one device shows, and from where on it has to show everything. */
type Reader = {
  readonly shown: Set<string>;
  /** Of each author the last word, by its place in the order of writing. */
  readonly last: Map<number, number>;
  /** Leaf and counter of every line. */
  readonly names: Set<string>;
  /** Of each author, how many were hidden before they could be seen. */
  readonly unseen: Map<number, number>;
  from: number;
  /** Resumed with a snapshot: what was told before may be missing. */
  excused: boolean;
  lines: unknown;
};
type Watch = {
  now(): number;
  broken(what: string): void;
  /** Somebody who is out read a word. */
  read(reader: SimulatedLife, sealed: Sealed): void;
};

const nothing = new Uint8Array(0);

const textIn = (body: Uint8Array): string | undefined =>
  (JSON.parse(new TextDecoder().decode(body)) as { text?: string }).text;

/** What people in the world write, who read it, and whether that was right. */
export class Talk {
  readonly #watch: Watch;
  readonly #words: Word[] = [];
  readonly #byText = new Map<string, number>();
  readonly #readers = new Map<Device, Reader>();
  /** Which word is in which sealed bytes. */
  readonly #inside = new Map<string, number>();
  /** Words by the numbers of the events with which control announced them. */
  readonly #announced = new Map<number, number>();
  shown = 0;
  reactions = 0;

  constructor(watch: Watch) {
    this.#watch = watch;
  }

  get announced(): number {
    return this.#announced.size;
  }

  /** Something that nobody has said before. */
  say(device: Device): void {
    const { life, leaf } = device;
    if (!life || leaf === undefined) return;
    const text = `word ${this.#words.length}`;
    this.#byText.set(text, this.#words.length);
    this.#words.push({ text, author: device, life, leaf, at: this.#watch.now() });
    void device.room.say(text);
  }

  /** Looks at what a device shows whenever it may have changed. */
  follow(device: Device): void {
    const reader: Reader = {
      ...{ shown: new Set(), last: new Map(), names: new Set(), unseen: new Map() },
      ...{ from: -1, excused: false, lines: undefined },
    };
    this.#readers.set(device, reader);
    let reactions = 0;
    device.room.subscribe(() => {
      const { chat } = device.room.view;
      const newest = (chat.reactions.at(-1)?.number ?? -1) + 1;
      this.reactions += Math.max(0, newest - reactions);
      reactions = Math.max(reactions, newest);
      if (chat.lines === reader.lines) return;
      reader.lines = chat.lines;
      for (const line of chat.lines) {
        const name = `${line.leaf} ${line.counter}`;
        if (line.text !== '') this.#shows(device, reader, line);
        // Read and hidden in one breath.
        else if (!reader.names.has(name))
          reader.unseen.set(line.leaf, (reader.unseen.get(line.leaf) ?? 0) + 1);
        reader.names.add(name);
      }
    });
  }

  #shows(device: Device, reader: Reader, line: Device['room']['view']['chat']['lines'][number]): void {
    if (reader.shown.has(line.text)) return;
    reader.shown.add(line.text);
    this.shown++;
    const who = `device ${device.n} shows "${line.text}"`;
    const n = this.#byText.get(line.text);
    const word = n === undefined ? undefined : this.#words[n];
    if (n === undefined || !word) {
      this.#watch.broken(`${who}, which nobody wrote`);
      return;
    }
    if (word.leaf !== line.leaf) this.#watch.broken(`${who} of leaf ${line.leaf}, it is of ${word.leaf}`);
    if ((reader.last.get(word.leaf) ?? -1) > n) this.#watch.broken(`${who} after what came later`);
    reader.last.set(word.leaf, n);
    const twice = device.room.view.chat.lines.filter(({ text }) => text === line.text).length > 1;
    if (twice) this.#watch.broken(`${who} twice`);
    if (line.missedBefore && !reader.excused) this.#watch.broken(`${who} and misses something before it`);
  }

  /** At rest: everybody who is in shows every word that control announced since. */
  unread(device: Device): string[] {
    const reader = this.#readers.get(device);
    if (!reader || device.leaf === undefined) return [];
    const out: string[] = [];
    const unseen = new Map(reader.unseen);
    for (const [event, n] of this.#announced) {
      const word = this.#words[n]!;
      if (event <= reader.from || reader.shown.has(word.text)) continue;
      const hidden = unseen.get(word.leaf) ?? 0;
      unseen.set(word.leaf, hidden - 1);
      if (hidden > 0) continue;
      out.push(`device ${device.n} does not show "${word.text}" of leaf ${word.leaf}`);
    }
    return out;
  }

  /** This device sealed something. */
  wrote(body: Uint8Array, bytes: Uint8Array): void {
    const n = this.#byText.get(textIn(body) ?? '');
    if (n !== undefined) this.#inside.set(Buffer.from(bytes).toString('base64url'), n);
  }

  /** Nothing that people wrote is in what passes on the wire, in either direction. */
  passes(text: string): void {
    if (/word \d|example\.org/.test(text)) this.#watch.broken('control could read what somebody wrote');
  }

  serverSaid(owner: Device, text: string): void {
    this.passes(text);
    const reader = this.#readers.get(owner);
    if (text.startsWith('{"t":"event"')) {
      const { n, event } = JSON.parse(text) as { n: number; event: { was: string; bytes: string } };
      const word = event.was === 'said' ? this.#inside.get(event.bytes) : undefined;
      if (word !== undefined) this.#announced.set(n, word);
    } else if (text.startsWith('{"t":"admitted"')) {
      if (reader) reader.from = (JSON.parse(text) as { n: number }).n;
    } else if (text.startsWith('{"t":"resumed"')) {
      const { n, room } = JSON.parse(text) as { n: number; room?: RoomSnapshot };
      if (!room || !reader) return;
      reader.from = n;
      reader.excused = true;
    }
  }

  /** What somebody who is out made of what it got. */
  heard(reader: SimulatedLife, effects: readonly KeyEffect[]): void {
    for (const effect of effects) {
      if (effect.type !== 'message') continue;
      const n = this.#byText.get(textIn(effect.message.body) ?? '');
      const word = n === undefined ? undefined : this.#words[n];
      if (!word) continue;
      const { life, at } = word;
      this.#watch.read(reader, { payload: nothing, life, opus: nothing, at, honest: true });
    }
  }
}
