// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type BrowserPlayback, browserPlayback } from './browser-playback.ts';

const play = vi.fn<() => Promise<void>>();
let playback: BrowserPlayback;
const refused = () => Promise.reject(new DOMException('', 'NotAllowedError'));
const settled = () => new Promise((resolve) => setTimeout(resolve, 1));

beforeEach(() => {
  play.mockReset().mockResolvedValue();
  vi.spyOn(HTMLMediaElement.prototype, 'play').mockImplementation(play);
  vi.spyOn(HTMLMediaElement.prototype, 'pause').mockImplementation(() => {});
  vi.stubGlobal(
    'MediaStream',
    class {
      readonly tracks: unknown[];
      constructor(tracks: unknown[]) {
        this.tracks = tracks;
      }
    },
  );
  vi.spyOn(HTMLMediaElement.prototype, 'srcObject', 'set').mockImplementation(() => {});
  URL.createObjectURL = () => 'blob:silence';
  URL.revokeObjectURL = () => {};
});
afterEach(() => {
  playback.close();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test('four elements are unlocked by one call', async () => {
  playback = browserPlayback();
  expect(playback.state).toBe('starting');
  await settled();
  expect(play).toHaveBeenCalledTimes(4);
  expect(playback.state).toBe('playing');
  // Those for a second transport come after whatever the tap waits for.
  await new Promise((resolve) => setTimeout(resolve, 40));
  expect(play).toHaveBeenCalledTimes(8);
});

test('a second transport sounds beside the first, and the end of one leaves the other alone', async () => {
  const sources = vi.spyOn(HTMLMediaElement.prototype, 'srcObject', 'set').mockImplementation(() => {});
  playback = browserPlayback();
  await settled();
  const older = playback.open();
  const newer = playback.open();
  older.attach(0, {} as MediaStreamTrack);
  newer.attach(0, {} as MediaStreamTrack);
  expect(new Set(sources.mock.contexts).size).toBe(2);
  const [a, b] = sources.mock.contexts;
  sources.mockClear();
  older.detach();
  expect(sources.mock.contexts).toContain(a);
  expect(sources.mock.contexts).not.toContain(b);
  // The third one takes the place of the first.
  playback.open().attach(0, {} as MediaStreamTrack);
  expect(sources.mock.contexts.at(-1)).toBe(a);
});

test('refused: blocked, tried again on a gesture, playing once that is allowed', async () => {
  play.mockImplementation(refused);
  playback = browserPlayback();
  const changes: string[] = [];
  playback.onChange(() => changes.push(playback.state));
  await settled();
  expect(playback.state).toBe('blocked');
  document.dispatchEvent(new Event('pointerup'));
  await settled();
  expect(playback.state).toBe('blocked');
  play.mockResolvedValue();
  document.dispatchEvent(new Event('keydown'));
  await settled();
  expect(changes).toEqual(['blocked', 'playing']);
  play.mockClear();
  document.dispatchEvent(new Event('pointerup'));
  expect(play).not.toHaveBeenCalled();
});

test('a slot without packets, which starts playing only later, does not keep the tap waiting', async () => {
  playback = browserPlayback();
  await settled();
  play.mockImplementation(() => new Promise(() => {}));
  playback.open().attach(0, {} as MediaStreamTrack);
  await playback.unlock();
  expect(playback.state).toBe('playing');
});

test('a track that may not be heard shows as blocked', async () => {
  playback = browserPlayback();
  await settled();
  play.mockImplementation(refused);
  playback.open().attach(2, {} as MediaStreamTrack);
  await settled();
  expect(playback.state).toBe('blocked');
});
