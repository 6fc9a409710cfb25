import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeLife, prepare, readyLife } from './prepare.ts';

/** A browser's workers and connections, as far as preparing touches them. */
class World {
  readonly workers: { answers: boolean; ended: boolean; onmessage?: (event: unknown) => void }[] = [];
  readonly connections: { closed: boolean; described: boolean }[] = [];
  workersAnswer = true;
}
let world: World;
const player = { open: () => ({ attach: () => {}, detach: () => {} }) };
const ways = {
  servers: async () => [],
  noAnswer: () => false,
  doubt: () => {},
  took: () => {},
  networkChanged: () => {},
};
const settled = () => new Promise((resolve) => setTimeout(resolve, 1));
const events = { up: () => {}, down: () => {} };

beforeEach(() => {
  const here = new World();
  world = here;
  class FakeWorker {
    readonly answers = here.workersAnswer;
    ended = false;
    onmessage: (event: unknown) => void = () => {};
    onerror: (event: unknown) => void = () => {};
    constructor() {
      here.workers.push(this);
      queueMicrotask(() => {
        const keys = { key: new Uint8Array(32), keyHash: new Uint8Array(32) };
        this.onmessage({ data: this.answers ? { ready: keys } : { failed: true } });
      });
    }
    postMessage() {}
    terminate() {
      this.ended = true;
    }
  }
  class FakeConnection {
    closed = false;
    described = false;
    constructor() {
      here.connections.push(this);
    }
    addTransceiver() {
      return { sender: {}, receiver: {}, setCodecPreferences: () => {} };
    }
    async createOffer() {
      return { type: 'offer', sdp: '' };
    }
    async setLocalDescription() {
      this.described = true;
    }
    close() {
      this.closed = true;
    }
  }
  vi.stubGlobal('Worker', FakeWorker);
  vi.stubGlobal('RTCPeerConnection', FakeConnection);
  vi.stubGlobal('RTCRtpScriptTransform', class {});
  vi.stubGlobal('RTCRtpReceiver', { getCapabilities: () => ({ codecs: [{ mimeType: 'audio/opus' }] }) });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test('what was prepared is used once, and gathers no address before it is offered', async () => {
  prepare();
  await settled();
  expect(world.connections).toMatchObject([{ described: false }]);
  const life = readyLife(player, ways);
  expect(life).toBeDefined();
  expect(readyLife(player, ways)).toBeUndefined();
  const transport = life!.transport(events);
  expect(world.connections).toHaveLength(1);
  void transport.offer().catch(() => undefined);
  await settled();
  expect(world.connections[0]!.described).toBe(true);
  // The next transport of that life starts from nothing, as does the next life.
  life!.transport(events);
  expect(world.connections).toHaveLength(2);
  await makeLife(player, ways);
  expect(world.workers).toHaveLength(2);
});

test('a tap while it is being prepared waits for that, and makes nothing twice', async () => {
  const forget = prepare();
  expect(readyLife(player, ways)).toBeUndefined();
  const life = await makeLife(player, ways);
  forget();
  await settled();
  expect(world.workers).toMatchObject([{ ended: false }]);
  life.close();
  expect(world.workers).toMatchObject([{ ended: true }]);
  expect(world.connections).toMatchObject([{ closed: true }]);
});

test('what nobody used is thrown away with its screen', async () => {
  const forget = prepare();
  forget();
  await settled();
  expect(world.workers).toMatchObject([{ ended: true }]);
  expect(world.connections).toMatchObject([{ closed: true }]);
  expect(readyLife(player, ways)).toBeUndefined();
  // Thrown away before: that of another screen is none of its business.
  const next = prepare();
  forget();
  await settled();
  expect(world.workers[1]).toMatchObject({ ended: false });
  next();
});

test('what could not be prepared is tried again at the tap', async () => {
  world.workersAnswer = false;
  prepare();
  await settled();
  expect(readyLife(player, ways)).toBeUndefined();
  world.workersAnswer = true;
  await expect(makeLife(player, ways)).resolves.toBeDefined();
  expect(world.workers).toMatchObject([{ ended: true }, { ended: false }]);
});
