/**
 * The worker's side of RTCRtpScriptTransform: frames come in from the encoder or the network, and only what the sealer
 * or the opener gave back goes on. There is no path around them.
 *
 * Worker side of https://www.w3.org/TR/webrtc-encoded-transform/. Written against the few members used, because the
 * types of a worker and of a page do not go into one program.
 */
import type { FrameOpener, FrameSealer, Voice } from '../frame/index.ts';
import { LevelInput, type LevelPort } from './level-input.ts';

export interface EncodedFrame {
  data: ArrayBuffer;
}

export interface FrameTransformer {
  readonly readable: ReadableStream<EncodedFrame>;
  readonly writable: WritableStream<EncodedFrame>;
  readonly options: unknown;
}

/** The part of DedicatedWorkerGlobalScope that is needed. */
export interface TransformScope {
  addEventListener(type: 'rtctransform', listener: (event: Event) => void): void;
  removeEventListener(type: 'rtctransform', listener: (event: Event) => void): void;
}

/** What a page passes as the second argument of RTCRtpScriptTransform. */
export type TransformOptions =
  | { readonly side: 'send'; readonly transport: number }
  | {
      readonly side: 'receive';
      /** Downlink line, from 0. */
      readonly slot: number;
      /** Which of several connections of one life, in the page's own count. */
      readonly transport: number;
    };

/** Which transport speaks and is heard, when there are two for a while. What it refuses goes no further. */
export interface TransportGate {
  speaks(transport: number): boolean;
  hears(transport: number, sealed: Uint8Array): boolean;
  /** That goes out now. */
  spoke(sealed: Uint8Array): void;
}

export interface FrameTransformsPorts {
  readonly sealer: FrameSealer;
  readonly opener: FrameOpener;
  /** Milliseconds that only go forward, the same clock as the opener's. */
  now(): number;
  /** Without one, every transport does everything. */
  readonly gate?: TransportGate;
  /** The opener's voices, at most ten times a second and only while frames arrive. */
  onVoices(voices: Voice[]): void;
}

export interface FrameTransforms {
  /** Where the microphone's loudness comes from (the other end of `measureLevel`'s port). The latest one counts. */
  listenTo(port: LevelPort): void;
  /** Takes no further transforms. The running ones end with their streams. */
  stop(): void;
}

const VOICES_EVERY_MILLIS = 100;

export function attachFrameTransforms(scope: TransformScope, ports: FrameTransformsPorts): FrameTransforms {
  const level = new LevelInput(ports.now);
  let reportedAt = Number.NEGATIVE_INFINITY;

  const { gate } = ports;
  const seal = async (transport: number, data: Uint8Array) => {
    if (gate && !gate.speaks(transport)) return undefined;
    const sealed = await ports.sealer.seal(data, level.current());
    if (sealed) gate?.spoke(sealed);
    return sealed;
  };
  const open = async (transport: number, data: Uint8Array) => {
    if (gate && !gate.hears(transport, data)) return undefined;
    const opened = await ports.opener.open(data);
    const now = ports.now();
    if (now - reportedAt >= VOICES_EVERY_MILLIS) {
      reportedAt = now;
      ports.onVoices(ports.opener.voices());
    }
    return typeof opened === 'string' ? undefined : opened.opus;
  };

  const listener = (event: Event) => {
    const { transformer } = event as Event & { readonly transformer: FrameTransformer };
    const options = parseTransformOptions(transformer.options);
    // Unknown options: read, so that nothing piles up, and pass nothing.
    if (!options) void pump(transformer, drop);
    else void pump(transformer, (options.side === 'send' ? seal : open).bind(undefined, options.transport));
  };
  scope.addEventListener('rtctransform', listener);
  return {
    listenTo: (port) => level.listenTo(port),
    stop: () => {
      scope.removeEventListener('rtctransform', listener);
      level.stop();
    },
  };
}

export function parseTransformOptions(options: unknown): TransformOptions | undefined {
  if (typeof options !== 'object' || options === null) return undefined;
  const { side, slot, transport = 0 } = options as { side?: unknown; slot?: unknown; transport?: unknown };
  if (!isCount(transport)) return undefined;
  if (side === 'send') return { side, transport };
  return side === 'receive' && isCount(slot) ? { side, slot, transport } : undefined;
}

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0;

type FrameWork = (data: Uint8Array) => Promise<Uint8Array<ArrayBuffer> | undefined>;

const drop: FrameWork = () => Promise.resolve(undefined);

/**
 * Every frame is handed on at once, the results are written in the order of arrival: a frame that waits for its key
 * must not keep the next ones from the opener, which bounds how many may wait.
 */
async function pump(transformer: FrameTransformer, work: FrameWork): Promise<void> {
  const reader = transformer.readable.getReader();
  const writer = transformer.writable.getWriter();
  let tail: Promise<void> = Promise.resolve();
  try {
    for (;;) {
      const { value: frame, done } = await reader.read();
      if (done) break;
      const { data } = frame;
      // Bandwidth probes and DTX give frames of no bytes.
      if (data.byteLength === 0) continue;
      const result = work(new Uint8Array(data)).catch(() => undefined);
      tail = tail.then(async () => {
        const bytes = await result;
        if (bytes === undefined) return;
        frame.data = bytes.buffer;
        await writer.write(frame);
      });
      // A line that has closed takes no more frames; the reader ends by itself.
      tail = tail.catch(() => undefined);
    }
    await tail;
    await writer.close();
  } catch {
    // The connection was closed under us: there is nobody left to tell.
  }
}
