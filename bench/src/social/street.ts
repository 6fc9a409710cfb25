import { linkFragment, type RoomHandle, roomHandle, type Subject, toBase64Url } from '@stoa/protocol';
import { accountId, languages, topics } from '@stoa/protocol/social';
import type { Social } from '@stoa/social';
import { Chance } from '@stoa/testkit';
import { idBytesOf } from './dataset.ts';
import type { ScriptedVoice } from './scripted-voice.ts';

type Room = { readonly handle: RoomHandle; readonly stage: readonly number[]; readonly audience: Subject[] };

const roomsAtOnce = 50;
const words = ['tea', 'talk', 'night', 'music', 'city', 'history', 'garden', 'code', 'film', 'morning'];

/** Live rooms with people who come and go, and rooms that end while others open. */
export class Street {
  readonly #social: Social;
  readonly #voice: ScriptedVoice;
  readonly #accounts: number;
  readonly #chance = new Chance(7);
  readonly #rooms: Room[] = [];
  /** On stage somewhere: nobody is twice. */
  readonly #busy = new Set<number>();
  #people = 0;
  moves = 0;

  constructor(social: Social, voice: ScriptedVoice, accounts: number) {
    this.#social = social;
    this.#voice = voice;
    this.#accounts = accounts;
  }

  get people(): number {
    return this.#people;
  }
  get handles(): string[] {
    return this.#rooms.map(({ handle }) => handle.reveal());
  }

  isFree(account: number): boolean {
    return !this.#busy.has(account);
  }

  /** As a town fills in hours, not in one moment: `settled` is waited for after every few rooms. */
  async fill(rooms: number, settled: () => Promise<unknown>): Promise<void> {
    while (this.#rooms.length < rooms) {
      for (let i = 0; i < roomsAtOnce && this.#rooms.length < rooms; i += 1) this.open();
      await settled();
    }
  }

  /** @param opener a certain account, or by chance somebody rather well known */
  open(opener = this.#known(), kind: 'open' | 'any' = 'any'): RoomHandle {
    const { below, fraction, bytes } = this.#chance;
    const pick = <T>(items: readonly T[]): T => this.#chance.pick(items);
    this.#busy.add(opener);
    const handle = roomHandle(toBase64Url(bytes(16)));
    const live = this.#social.house.hall.rooms;
    const social = kind === 'any' && fraction() < 0.15;
    const room = live.create(handle, this.#id(opener), {
      kind: social ? 'social' : 'open',
      title: `${pick(words)} ${pick(words)} ${pick(words)}`,
      club: undefined,
      topics: [pick(topics), pick(topics)],
      languages: [languages[below(8)]!],
      capacity: 5_000,
      guests: !social && fraction() < 0.5,
      byLink: false,
      hands: 'all',
    });
    this.#voice.happen({ kind: 'opened', room: handle });
    const stage = [opener, ...Array.from({ length: below(6) }, () => this.#known())];
    for (const [i, who] of stage.entries()) {
      this.#seat(handle, this.#admit(handle, who), i === 0 ? 'moderator' : 'speaker');
    }
    live.announce(room, linkFragment('A'.repeat(22)));
    const audience: Subject[] = [];
    this.#rooms.push({ handle, stage, audience });
    // Most rooms are small, a few are very large.
    const size = Math.min(2_000, Math.floor(4 / (0.002 + fraction())));
    for (let i = 0; i < size; i += 1) this.#come(handle, audience);
    return handle;
  }

  /** So many people come or go, and one of 180 such moves is a room that ends while another opens. */
  churn(moves: number): void {
    for (let i = 0; i < moves; i += 1) {
      this.moves += 1;
      const place = this.#chance.below(this.#rooms.length);
      const room = this.#rooms[place]!;
      if (this.moves % 180 === 0) {
        this.#end(place);
        this.open();
      } else if (this.#chance.fraction() < 0.5 || room.audience.length === 0) {
        this.#come(room.handle, room.audience);
      } else {
        this.#seat(room.handle, room.audience.pop()!, 'gone');
        this.#people -= 1;
      }
    }
  }

  #end(place: number): void {
    const room = this.#rooms[place]!;
    this.#rooms[place] = this.#rooms.at(-1)!;
    this.#rooms.pop();
    for (const who of room.stage) this.#busy.delete(who);
    this.#people -= room.stage.length + room.audience.length;
    this.#voice.happen({ kind: 'ended', room: room.handle });
  }

  #come(handle: RoomHandle, audience: Subject[]): void {
    const subject = this.#admit(handle, this.#chance.below(this.#accounts));
    audience.push(subject);
    this.#seat(handle, subject, 'listener');
    this.#people += 1;
  }

  #admit(handle: RoomHandle, who: number): Subject {
    const live = this.#social.house.hall.rooms;
    return live.admit(live.find(handle)!, this.#id(who));
  }

  #seat(room: RoomHandle, subject: Subject, role: 'moderator' | 'speaker' | 'listener' | 'gone'): void {
    this.#voice.happen({ kind: 'seat', room, subject, role });
  }

  #known(): number {
    for (;;) {
      const who = Math.floor(this.#accounts * this.#chance.fraction() ** 2);
      if (this.#busy.has(who)) continue;
      this.#busy.add(who);
      this.#people += 1;
      return who;
    }
  }

  #id(account: number) {
    return accountId(toBase64Url(idBytesOf(account)));
  }
}
