import { type JoinToken, joinToken, type RoomHandle, type Subject } from '@stoa/protocol';
import type { VoiceGrant, VoiceNews, VoicePlane } from '../src/ports.ts';

/** A voice plane without voices: tests say what happens in its rooms and read what was asked of it. */
export class FakeVoice implements VoicePlane {
  readonly granted: VoiceGrant[] = [];
  readonly expelled: { readonly room: RoomHandle; readonly who: Subject }[] = [];
  readonly dismissed: { readonly room: RoomHandle; readonly who: Subject }[] = [];
  readonly endedRooms: RoomHandle[] = [];
  readonly #live = new Set<string>();
  readonly #barred = new Set<string>();
  readonly #listeners = new Set<(news: VoiceNews) => void>();

  async token(grant: VoiceGrant): Promise<JoinToken> {
    this.granted.push(grant);
    return joinToken('A'.repeat(100));
  }

  card(room: RoomHandle, who: Subject): Uint8Array | undefined {
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
