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
  playback.attach(0, {} as MediaStreamTrack);
  await playback.unlock();
  expect(playback.state).toBe('playing');
});

test('a track that may not be heard shows as blocked', async () => {
  playback = browserPlayback();
  await settled();
  play.mockImplementation(refused);
  playback.attach(2, {} as MediaStreamTrack);
  await settled();
  expect(playback.state).toBe('blocked');
});
