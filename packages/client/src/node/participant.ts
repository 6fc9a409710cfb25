import { readFile, writeFile } from 'node:fs/promises';
import { cleanName, cleanTitle, media, type Policy } from '@stoa/protocol';
import { type Fence, noFence } from '@stoa/protocol/fleet';
import type { PacketTap } from '../adapters/datachannel/link.ts';
import { cookieFetch } from '../adapters/http/cookie-fetch.ts';
import { httpTokenCalls } from '../adapters/http/token-calls.ts';
import { opusDecoder } from '../adapters/opus/opus-codec.ts';
import { nodeSocket } from '../adapters/ws-node/node-socket.ts';
import type { Places } from '../fence/index.ts';
import { createRoom } from '../room/create-room.ts';
import { readLink } from '../room/link.ts';
import type { RoomPorts, TokenCalls } from '../room/ports.ts';
import type { AccountBinder } from '../room/ticket.ts';
import type { Room, RoomView } from '../room-view.ts';
import { Ear } from './audio/ear.ts';
import { Pacer } from './audio/pacer.ts';
import { type PcmSource, silentSource, toneSource, wavSource } from './audio/source.ts';
import { readWav, resample, writeWav } from './audio/wav.ts';
import { MediaCounts, type MediaStats } from './media-counts.ts';
import { nodeLife } from './node-life.ts';
import { nodeMicrophone } from './node-microphone.ts';
import { nodePlaces } from './node-places.ts';

export type ParticipantOptions = {
  readonly name: string;
  /** Origin of the deployment. Without a link a room is opened there. */
  readonly server?: string;
  /** An invite link; with an origin it needs no `server`. */
  readonly link?: string;
  /** Where tokens come from: calls to an app's own server. Without it, the deployment gives them to guests. */
  readonly tokens?: TokenCalls;
  /** Shows the others whose account this is. */
  readonly account?: AccountBinder;
  /** For a room that is opened; an open room called "Node room" unless told. */
  readonly title?: string;
  readonly policy?: Policy;
  /** For a room that is opened: every frame is signed. */
  readonly strict?: boolean;
  /** For a room that is opened: which places its traffic may touch. */
  readonly fence?: Fence;
  /** This participant's own rule, beside the room's. */
  readonly ownFence?: Fence;
  /** What is known of the deployment's places; one for the whole process unless told. */
  readonly places?: Places;
  /** What it says when it is on stage: a WAV file (16-bit PCM), a steady tone in hertz, or any source. Silence otherwise. */
  readonly wavIn?: string;
  readonly tone?: number;
  readonly source?: PcmSource;
  /** Where `close` writes what was heard: a WAV file of 48 kHz mono. */
  readonly wavOut?: string;
  /** `frames` opens what arrives and decodes nothing: for load. `hear` and recordings need `sound`, the default. */
  readonly ear?: 'sound' | 'frames';
  /** One clock for many participants of a process. */
  readonly pacer?: Pacer;
  /** Each RTP packet below the encryption of the hop, as a relay has it; the bytes are only good during the call. */
  readonly onPacket?: PacketTap;
};

export type NodeParticipant = {
  readonly room: Room;
  /** Amplitude (full scale = 1) of a frequency in the last 200 ms of what it hears. */
  hear(hertz: number): number;
  /** Loudness of the same (root mean square, full scale = 1). */
  readonly level: number;
  readonly stats: MediaStats;
  /** Says something else from the next frame on. */
  speak(source: PcmSource): void;
  /** Every 20 ms of what it hears: 960 samples, 48 kHz mono. */
  onSound(listener: (frame: Int16Array) => void): () => void;
  /** Resolves when the view fits, rejects when it does not in time (ms, 15 s unless told). */
  until(fits: (view: RoomView) => boolean, patienceMs?: number): Promise<RoomView>;
  /** Leaves, and writes the recording. */
  close(): Promise<void>;
};

/** A participant without a browser: the same session, keys and room, with PCM instead of a microphone. */
export async function createNodeParticipant(options: ParticipantOptions): Promise<NodeParticipant> {
  const entry = entryOf(options);
  const counts = new MediaCounts();
  const pacer = options.pacer ?? new Pacer();
  const microphone = nodeMicrophone(await sourceOf(options));
  const ear = options.ear === 'frames' ? undefined : new Ear(opusDecoder);
  if (options.wavOut) ear?.record();
  const stopEar = ear ? pacer.add(() => ear.tick()) : () => {};

  const ports: RoomPorts<PcmSource> = {
    clock: {
      now: () => performance.timeOrigin + performance.now(),
      after: (ms, run) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    },
    chance: Math.random,
    tokens: options.tokens ?? httpTokenCalls(entry.server, cookieFetch()),
    openSocket: nodeSocket(entry.server),
    makeLife: () => nodeLife(pacer, ear, counts, options.onPacket),
    microphone,
    places: options.places ?? nodePlaces(entry.server),
    sound: { state: 'playing', unlock: async () => {}, onChange: () => {}, close: () => {} },
    onNetworkChange: () => () => {},
  };
  const room = createRoom(entry.entry, ports);

  return {
    room,
    hear: (hertz) => ear?.hear(hertz) ?? 0,
    get level() {
      return ear?.level ?? 0;
    },
    get stats() {
      return counts.stats;
    },
    speak: (source) => microphone.speak(source),
    onSound: (listener) => ear?.onFrame(listener) ?? (() => {}),
    until: (fits, patienceMs = 15_000) => until(room, fits, patienceMs),
    close: async () => {
      room.leave();
      stopEar();
      if (options.wavOut && ear) {
        await writeFile(options.wavOut, writeWav({ samples: ear.recording(), rate: media.clockRate }));
      }
    },
  };
}

function entryOf(options: ParticipantOptions) {
  const {
    link,
    server,
    name,
    title = 'Node room',
    policy = 'open',
    strict = false,
    account,
    fence = noFence,
    ownFence,
  } = options;
  const shown = cleanName(name);
  if (shown === undefined) throw new RangeError('that name cannot be shown');
  if (link !== undefined) {
    const invite = readLink(link);
    if (!invite) throw new RangeError('that is not an invite link');
    const at = invite.server ?? server;
    if (at === undefined) throw new RangeError('the link names no server, and none was given');
    const { room, fragment } = invite;
    return {
      server: new URL(at).origin,
      entry: { how: 'join', name: shown, room, fragment, ownFence, account } as const,
    };
  }
  if (server === undefined) throw new RangeError('a participant needs a link or a server');
  const readable = cleanTitle(title);
  if (readable === undefined) throw new RangeError('that title cannot be shown');
  return {
    server: new URL(server).origin,
    entry: { how: 'open', name: shown, title: readable, policy, strict, fence, ownFence, account } as const,
  };
}

async function sourceOf({ source, wavIn, tone }: ParticipantOptions): Promise<PcmSource> {
  if (source) return source;
  if (wavIn !== undefined) {
    const pcm = readWav(await readFile(wavIn));
    return wavSource(resample(pcm, media.clockRate));
  }
  return tone === undefined ? silentSource : toneSource(tone);
}

function until(room: Room, fits: (view: RoomView) => boolean, patienceMs: number): Promise<RoomView> {
  return new Promise((resolve, reject) => {
    const look = () => {
      if (fits(room.view)) {
        end();
        resolve(room.view);
      } else if (room.view.phase.is === 'closed') {
        end();
        reject(new Error(`the room was closed: ${room.view.phase.why}`));
      }
    };
    const timer = setTimeout(() => {
      end();
      reject(new Error(`the view did not come to fit within ${patienceMs} ms (${room.view.phase.is})`));
    }, patienceMs);
    const stop = room.subscribe(look);
    const end = () => {
      clearTimeout(timer);
      stop();
    };
    look();
  });
}
