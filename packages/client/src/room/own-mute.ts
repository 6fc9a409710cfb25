import type { RoomCommand, RoomEvent } from '@stoa/protocol';
import type { Outcome } from '../room-view.ts';
import type { StageVoice } from './stage-voice.ts';
import type { ViewStore } from './view-store.ts';

type MuteChange = Extract<RoomEvent, { was: 'muteChanged' }>;

/** What is needed of the room around it. */
export type MuteRoom = {
  readonly store: ViewStore;
  /** Is no command under way? */
  readonly idle: boolean;
  order(command: RoomCommand): Promise<Outcome>;
};

/** Whether this device's microphone is mute, and that the others are told the same. */
export class OwnMute<Track> {
  readonly #voice: StageVoice<Track>;
  readonly #room: MuteRoom;
  #wishes = 0;

  constructor(voice: StageVoice<Track>, room: MuteRoom) {
    this.#voice = voice;
    this.#room = room;
  }

  /** The person's wish. */
  async set(muted: boolean): Promise<Outcome> {
    if (this.#room.store.view.me?.role === 'listener') return { ok: false, why: 'notOnStage' };
    const wish = ++this.#wishes;
    if (!muted) {
      const heard = await this.#voice.open();
      if (!heard.ok) return heard;
    } else {
      // Silence does not wait for the server's word.
      this.#show(true);
    }
    const outcome = await this.#room.order({ do: 'muteSelf', muted });
    // The word on an earlier wish must not open the microphone of somebody who has muted since.
    if (outcome.ok && !muted && wish === this.#wishes) this.#show(false);
    return outcome;
  }

  /** There is nothing to speak with. */
  speechless(): void {
    this.#show(true);
    this.#tell();
  }

  /** Before the change shows. True when it was a moderator who muted this device. */
  changed({ by, muted }: MuteChange): boolean {
    const byModerator = by === 'moderator' && muted;
    if (byModerator) this.#voice.setMuted(true);
    // A word of before a lost socket, whose answer was lost: the others are told what this microphone is.
    if (by === 'self' && !muted && this.#voice.muted && this.#room.idle) this.#tell();
    return byModerator;
  }

  /** After a lost socket, by which the others may have missed something. */
  othersSee(muted: boolean): void {
    if (muted !== this.#voice.muted) this.#tell();
  }

  #show(muted: boolean): void {
    this.#voice.setMuted(muted);
    this.#room.store.set({ muted });
  }

  #tell(): void {
    void this.#room.order({ do: 'muteSelf', muted: this.#voice.muted });
  }
}
