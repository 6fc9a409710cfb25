import type { KeySession } from '@stoa/e2ee';
import type { HttpError, JoinToken, Leaf, RoomHandle } from '@stoa/protocol';
import type { Wish } from '@stoa/protocol/fleet';
import type { Exchange } from '../fence/contacts.ts';
import type { Places } from '../fence/places.ts';
import type { TurnServer } from '../fence/turn-server.ts';
import type { VoiceReport } from './voices.ts';

/**
 * What a room needs from outside. `Track` is whatever the transport publishes: a MediaStreamTrack in a browser, a
 * source of samples in Node.
 */
export type RoomPorts<Track> = {
  readonly clock: Clock;
  /** A number in [0, 1). */
  readonly chance: () => number;
  readonly tokens: TokenCalls;
  readonly openSocket: OpenSocket;
  /** One that was made ahead and that nobody has used, if there is one. */
  readonly readyLife?: () => Life<Track> | undefined;
  /** Fresh keys. Rejects where encrypted audio is impossible. */
  readonly makeLife: () => Promise<Life<Track>>;
  readonly microphone: Microphone<Track>;
  /** What this device knows of the deployment's places. */
  readonly places?: Places | undefined;
  readonly sound: Sound;
  /** Calls back when the network came back or changed; returns the unsubscriber. */
  readonly onNetworkChange: (callback: () => void) => () => void;
};

export type Clock = {
  /** Milliseconds since 1970 that never go back. */
  now(): number;
  /** Runs it once after so many milliseconds; call the result to take it back. */
  after(ms: number, run: () => void): () => void;
};

export type CallFailure = {
  readonly ok: false;
  readonly why: HttpError['error']['code'] | 'network';
  readonly retryInMs?: number | undefined;
};
export type TokenCalls = {
  newRoom(keyHash: Uint8Array): Promise<Ticket<{ readonly room: RoomHandle }>>;
  join(room: RoomHandle, keyHash: Uint8Array): Promise<Ticket<{ readonly card: Uint8Array }>>;
};
export type Ticket<More> = ({ readonly ok: true; readonly token: JoinToken } & More) | CallFailure;

export type OpenSocket = (events: SocketEvents) => SocketLink;
export type SocketEvents = { text(text: string): void; closed(): void };
export type SocketLink = { send(text: string): void; close(): void };

/** The keys of one fresh join and what is sealed and opened with them. */
export type Life<Track> = {
  readonly keys: Keys;
  /** `second`: beside one that goes on, until `carry` is called. */
  transport(events: TransportEvents, second?: boolean): MediaTransport<Track>;
  /** Tells the sealer how loud that track is. */
  listenTo(track: Track | undefined): void;
  onVoices(callback: (reports: readonly VoiceReport[], ownLevel: number) => void): void;
  /** What can be proven of somebody's last 30 s and messages; undefined when that is nothing. */
  evidence(leaf: Leaf): Promise<Uint8Array | undefined>;
  close(): void;
};
export type Keys = Omit<KeySession, 'frames' | 'close' | 'about'>;

export type TransportEvents = {
  up(): void;
  down(): void;
  /**
   * Of these TURN servers, those that every fence permits; waits until the room's fence is known. Nothing may be sent to
   * any before.
   */
  permitted?(servers: readonly TurnServer[]): Promise<readonly TurnServer[]>;
};
/** Session description without candidates or header extensions, and its DTLS fingerprint. */
export type Offer = {
  readonly text: string;
  readonly fingerprint: string;
  /** What control is told beside it of where this device may and would rather be. */
  readonly wish?: () => Promise<Wish | undefined>;
};
export type MediaTransport<Track> = {
  offer(): Promise<Offer>;
  /** Rejects an answer that is not what was offered. */
  answer(text: string): Promise<void>;
  /** Puts a track on the uplink or takes it off; no renegotiation. */
  publish(track: Track | undefined): Promise<void>;
  /**
   * Everything goes through this one from now on. A second transport sends and plays nothing before; the one that carried until
   * now only plays what is still under way, each frame once.
   */
  carry(): void;
  /** Packets and answers to connectivity checks received so far. */
  signsOfLife(): Promise<number>;
  /** Every place that packets were sent to or came from, as far as the platform says it. */
  exchanges?(): Promise<readonly Exchange[]>;
  close(): void;
};

export type Capture<Track> =
  | { readonly ok: true; readonly track: Track }
  | { readonly ok: false; readonly why: 'denied' | 'missing' | 'busy' };
export type Microphone<Track> = {
  /** Asks the person where needed. `lost`: the device was unplugged or taken away. */
  open(lost: () => void): Promise<Capture<Track>>;
  setMuted(muted: boolean): void;
  list(): Promise<readonly { readonly id: string; readonly label: string }[]>;
  /** The device for the next capture. */
  choose(id: string): void;
  close(): void;
};

export type Sound = {
  readonly state: 'starting' | 'playing' | 'blocked';
  /** From a tap. */
  unlock(): Promise<void>;
  onChange(callback: () => void): void;
  close(): void;
};
