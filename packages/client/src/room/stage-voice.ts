import type { Role } from '@stoa/protocol';
import type { Outcome, RoomView } from '../room-view.ts';
import type { Capture, Life, MediaTransport, Microphone } from './ports.ts';

export type StageVoiceEvents = {
  changed(): void;
  /** On stage without a microphone that may be used: the room decides what follows. */
  speechless(): void;
};

/**
 * The microphone of somebody who comes on stage and goes again. It is never opened for the audience, is released with
 * the stage, and follows the person from one transport and one life to the next.
 */
export class StageVoice<Track> {
  readonly #microphone: Microphone<Track>;
  readonly #events: StageVoiceEvents;
  #state: RoomView['microphone'] = 'off';
  #track: Track | undefined;
  #muted = false;
  #life: Life<Track> | undefined;
  /** One, or two while the device moves. */
  readonly #transports = new Set<MediaTransport<Track>>();
  #role: Role = 'listener';
  /** Asked for ahead of the stage: the microphone may be open though the roster does not say so yet. */
  #expected = false;
  #opening: Promise<Capture<Track>> | undefined;

  constructor(microphone: Microphone<Track>, events: StageVoiceEvents) {
    this.#microphone = microphone;
    this.#events = events;
  }

  get state(): RoomView['microphone'] {
    return this.#state;
  }

  get muted(): boolean {
    return this.#muted;
  }

  useLife(life: Life<Track>): void {
    this.#life = life;
    life.listenTo(this.#track);
  }

  useTransport(transport: MediaTransport<Track>): void {
    this.#transports.add(transport);
    void transport.publish(this.#track).catch(() => undefined);
  }

  dropTransport(transport: MediaTransport<Track>): void {
    this.#transports.delete(transport);
  }

  /** The person is about to come on stage by its own wish. */
  expectStage(expected: boolean): void {
    this.#expected = expected;
    if (!expected && this.#role === 'listener') this.#release();
  }

  /**
   * What the signed roster says of this device. `agreed`: the person said yes in advance. Others can put somebody on
   * stage, but only the person's own act opens the microphone.
   */
  setRole(role: Role, agreed = false): void {
    const was = this.#role;
    const mayOpen = agreed || this.#expected;
    this.#role = role;
    if (role !== 'listener') this.#expected = false;
    if (was === 'listener' && role !== 'listener' && !this.#track) void this.#comeOnStage(mayOpen);
    if (was !== 'listener' && role === 'listener') this.#release();
  }

  setMuted(muted: boolean): void {
    this.#muted = muted;
    this.#microphone.setMuted(muted);
  }

  /** Asks for the microphone unless it is there already. */
  async open(): Promise<Outcome> {
    if (this.#track) return { ok: true };
    this.#set('asking');
    this.#opening ??= this.#microphone.open(() => this.#lost());
    const capture = await this.#opening;
    this.#opening = undefined;
    if (!capture.ok) {
      this.#set(capture.why);
      const why = {
        denied: 'microphoneDenied',
        missing: 'microphoneMissing',
        busy: 'microphoneBusy',
      } as const;
      return { ok: false, why: why[capture.why] };
    }
    if (this.#role === 'listener' && !this.#expected) {
      // Moved to the audience while the browser was asking.
      this.#microphone.close();
      this.#set('off');
      return { ok: false, why: 'notOnStage' };
    }
    this.#microphone.setMuted(this.#muted);
    await this.#use(capture.track);
    this.#set('on');
    return { ok: true };
  }

  /** Changes the device; while on stage at once. */
  async choose(id: string): Promise<Outcome> {
    this.#microphone.choose(id);
    if (!this.#track) return { ok: true };
    this.#microphone.close();
    this.#track = undefined;
    const outcome = await this.open();
    if (!outcome.ok) {
      await this.#use(undefined);
      if (this.#role !== 'listener') this.#events.speechless();
    }
    return outcome;
  }

  end(): void {
    this.#role = 'listener';
    this.#expected = false;
    this.#release();
  }

  async #comeOnStage(mayOpen: boolean): Promise<void> {
    const hasVoice = mayOpen ? (await this.open()).ok : await Promise.resolve(false);
    if (!hasVoice && this.#role !== 'listener') this.#events.speechless();
  }

  #release(): void {
    if (this.#track) this.#microphone.close();
    void this.#use(undefined);
    if (this.#state === 'on' || this.#state === 'asking') this.#set('off');
  }

  #lost(): void {
    this.#microphone.close();
    void this.#use(undefined);
    this.#set('missing');
    this.#events.speechless();
  }

  async #use(track: Track | undefined): Promise<void> {
    this.#track = track;
    this.#life?.listenTo(track);
    await Promise.all([...this.#transports].map((each) => each.publish(track).catch(() => undefined)));
  }

  #set(state: RoomView['microphone']): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#events.changed();
  }
}
