import { type JoinToken, joinToken, type RoomHandle, type Subject } from '@stoa/protocol';
import type { VoiceGrant, VoiceNews, VoicePlane } from '../src/ports.ts';

/** A voice plane without voices: tests say what happens in its rooms and read what was asked of it. */
export class FakeVoice implements VoicePlane {
  readonly granted: VoiceGrant[] = [];
  readonly expelled: { readonly room: RoomHandle; readonly who: Subject }[] = [];
  readonly dismissed: { readonly room: RoomHandle; readonly who: Subject }[] = [];
  readonly handsRule = new Map<string, 'all' | 'some' | 'off'>();
  /** Handle and pseudonym of those who may raise a hand where not everybody may. */
  readonly raisers = new Set<string>();
  readonly endedRooms: RoomHandle[] = [];
  readonly #live = new Set<string>();
  readonly #barred = new Set<string>();
  readonly #listeners = new Set<(news: VoiceNews) => void>();

  async token(grant: VoiceGrant): Promise<JoinToken> {
    this.granted.push(grant);
    return joinToken('A'.repeat(100));
  }

  async card(room: RoomHandle, who: Subject): Promise<Uint8Array | undefined> {
    const key = room.reveal();
    return this.#live.has(key) && !this.#barred.has(key + who.reveal()) ? new Uint8Array(64) : undefined;
  }

  expel(room: RoomHandle, who: Subject): void {
    this.expelled.push({ room, who });
    this.#barred.add(room.reveal() + who.reveal());
    if (this.#live.has(room.reveal())) this.happen({ kind: 'seat', room, subject: who, role: 'gone' });
  }

  dismiss(room: RoomHandle, who: Subject): void {
    this.dismissed.push({ room, who });
    if (this.#live.has(room.reveal())) this.happen({ kind: 'seat', room, subject: who, role: 'gone' });
  }

  hands(room: RoomHandle, rule: 'all' | 'some' | 'off'): void {
    this.handsRule.set(room.reveal(), rule);
  }

  mayRaise(room: RoomHandle, who: Subject, may: boolean): void {
    if (may) this.raisers.add(room.reveal() + who.reveal());
    else this.raisers.delete(room.reveal() + who.reveal());
  }

  end(room: RoomHandle): void {
    this.endedRooms.push(room);
    this.happen({ kind: 'ended', room });
  }

  watch(listener: (news: VoiceNews) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Something happened in a room. */
  happen(news: VoiceNews): void {
    if (news.kind === 'opened') this.#live.add(news.room.reveal());
    if (news.kind === 'ended') this.#live.delete(news.room.reveal());
    for (const listener of this.#listeners) listener(news);
  }
}
