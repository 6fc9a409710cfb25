import { type JoinToken, joinToken, type RoomHandle, type Subject } from '@stoa/protocol';
import type { VoiceNews, VoicePlane } from '@stoa/social';

/** A voice plane that says what the bench makes up, so that a room costs nothing but what the social app does for it. */
export class ScriptedVoice implements VoicePlane {
  readonly #card = new Uint8Array(512);
  readonly #listeners = new Set<(news: VoiceNews) => void>();

  async token(): Promise<JoinToken> {
    return joinToken('A'.repeat(200));
  }
  async card(): Promise<Uint8Array> {
    return this.#card;
  }
  expel(room: RoomHandle, who: Subject): void {
    this.happen({ kind: 'seat', room, subject: who, role: 'gone' });
  }
  dismiss(room: RoomHandle, who: Subject): void {
    this.expel(room, who);
  }
  hands(): void {}
  mayRaise(): void {}
  end(room: RoomHandle): void {
    this.happen({ kind: 'ended', room });
  }
  watch(listener: (news: VoiceNews) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  happen(news: VoiceNews): void {
    for (const listener of this.#listeners) listener(news);
  }
}
