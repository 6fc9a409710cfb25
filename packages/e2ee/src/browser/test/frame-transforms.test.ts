import { beforeAll, describe, expect, test } from 'vitest';
import {
  createFrameOpener,
  createFrameSealer,
  type FrameOpener,
  PAYLOAD_BYTES,
  readLevel,
  type Voice,
} from '../../frame/index.ts';
import {
  createSpeaker,
  type FrameKeys,
  frameKeys,
  opusFrame,
  subtle,
  TestKeys,
} from '../../frame/test/stage.ts';
import {
  attachFrameTransforms,
  type EncodedFrame,
  type FrameTransforms,
  parseTransformOptions,
} from '../frame-transforms.ts';

let keys: FrameKeys;
beforeAll(async () => {
  keys = await frameKeys(await createSpeaker(2, 8));
});

class Line {
  readonly sent: ArrayBuffer[] = [];
  readonly #done: Promise<void>;
  readonly #feed: WritableStreamDefaultWriter<EncodedFrame>;

  constructor(scope: EventTarget, options: unknown) {
    const source = new TransformStream<EncodedFrame, EncodedFrame>(undefined, undefined, {
      highWaterMark: 1000,
    });
    const sink = new TransformStream<EncodedFrame, EncodedFrame>(undefined, undefined, {
      highWaterMark: 1000,
    });
    this.#feed = source.writable.getWriter();
    this.#done = this.#drain(sink.readable);
    const transformer = { readable: source.readable, writable: sink.writable, options };
    scope.dispatchEvent(Object.assign(new Event('rtctransform'), { transformer }));
  }

  async #drain(readable: ReadableStream<EncodedFrame>): Promise<void> {
    for await (const frame of readable) this.sent.push(frame.data);
  }

  push(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    return this.#feed.write({ data: bytes.slice().buffer });
  }

  async end(): Promise<void> {
    await this.#feed.close();
    await this.#done;
  }
}

interface World {
  scope: EventTarget;
  source: TestKeys;
  voices: Voice[][];
  opener: FrameOpener;
  transforms: FrameTransforms;
  clock: { millis: number };
}

function world(): World {
  const scope = new EventTarget();
  const source = TestKeys.of(keys);
  const clock = { millis: 0 };
  const now = () => clock.millis;
  const delay = async (millis: number) => {
    clock.millis += millis;
  };
  const voices: Voice[][] = [];
  const opener = createFrameOpener(source, { subtle, now, delay });
  const sealer = createFrameSealer(source, { subtle });
  const transforms = attachFrameTransforms(scope, {
    sealer,
    opener,
    now,
    onVoices: (list) => voices.push(list),
  });
  return { scope, source, voices, opener, transforms, clock };
}

const send = { side: 'send' };
const receive = { side: 'receive', slot: 0 };

describe('transforms', () => {
  test('F20 frames go through both sides in order, at one size on the wire', async () => {
    const { scope, voices } = world();
    const up = new Line(scope, send);
    for (let i = 0; i < 60; i++) await up.push(opusFrame(i, 20 + i));
    await up.end();
    expect(up.sent.map((data) => data.byteLength)).toEqual(new Array(60).fill(PAYLOAD_BYTES));
    const down = new Line(scope, receive);
    for (const data of up.sent) await down.push(new Uint8Array(data));
    await down.end();
    expect(down.sent.map((data) => new Uint8Array(data))).toEqual(
      Array.from({ length: 60 }, (_, i) => opusFrame(i, 20 + i)),
    );
    expect(voices[0]).toMatchObject([{ leaf: 8, sender: 2 }]);
  });

  test('F19 without a key nothing is sent', async () => {
    const { scope, source } = world();
    source.current = undefined;
    const up = new Line(scope, send);
    for (let i = 0; i < 5; i++) await up.push(opusFrame(i));
    await up.end();
    expect(up.sent).toEqual([]);
  });

  test('F19 clear, empty, foreign and broken frames never reach the decoder', async () => {
    const { scope, opener } = world();
    const down = new Line(scope, receive);
    await down.push(new Uint8Array(0));
    await down.push(opusFrame(1));
    await down.push(new Uint8Array(PAYLOAD_BYTES).fill(0x9a));
    await down.end();
    expect(down.sent).toEqual([]);
    expect(opener.counts().opened).toBe(0);
  });

  test('F19 an opener that fails passes nothing on', async () => {
    const scope = new EventTarget();
    const { opener } = world();
    attachFrameTransforms(scope, {
      sealer: {
        seal: () => Promise.reject(new Error('no')),
        counts: () => ({ sealed: 0, tooLong: 0, noKey: 0, exhausted: 0, failed: 0 }),
      },
      opener: { ...opener, open: () => Promise.reject(new Error('no')), voices: () => [] },
      now: () => 0,
      onVoices: () => undefined,
    });
    for (const options of [send, receive]) {
      const broken = new Line(scope, options);
      await broken.push(opusFrame(1));
      await broken.end();
      expect(broken.sent).toEqual([]);
    }
  });

  test('F21 a transform without known options passes nothing', async () => {
    const { scope } = world();
    for (const options of [
      undefined,
      null,
      'send',
      {},
      { side: 'recv' },
      { side: 'receive' },
      { side: 'receive', slot: -1 },
    ]) {
      expect(parseTransformOptions(options)).toBeUndefined();
      const line = new Line(scope, options);
      void line.push(opusFrame(1)).catch(() => undefined);
      await new Promise((resolve) => setImmediate(resolve));
      expect(line.sent).toEqual([]);
    }
  });

  test('F22 the level is the last one measured, and 1 while there is none', async () => {
    const { scope, transforms, clock } = world();
    const port: { onmessage: ((event: MessageEvent) => unknown) | null; close(): void } = {
      onmessage: null,
      close: () => undefined,
    };
    transforms.listenTo(port);
    const up = new Line(scope, send);
    const sendAt = async (rms: unknown) => {
      if (rms !== undefined) port.onmessage?.({ data: rms } as MessageEvent);
      await up.push(opusFrame(1));
      await new Promise((resolve) => setImmediate(resolve));
    };
    await sendAt(undefined);
    await sendAt(0.2);
    await sendAt('loud');
    await sendAt(0);
    clock.millis += 1001;
    await sendAt(undefined);
    await up.end();
    expect(up.sent.map((data) => readLevel(new Uint8Array(data)))).toEqual([1, 3, 3, 0, 1]);
  });

  test('F21 after stop no further transform is taken', async () => {
    const { scope, transforms } = world();
    transforms.stop();
    const up = new Line(scope, send);
    void up.push(opusFrame(1)).catch(() => undefined);
    await new Promise((resolve) => setImmediate(resolve));
    expect(up.sent).toEqual([]);
  });
});
