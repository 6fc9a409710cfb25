// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest';
import { browserMicrophone } from './browser-microphone.ts';

type FakeTrack = { enabled: boolean; onended: (() => void) | null; stop(): void };
let track: FakeTrack;
const stop = vi.fn();
const getUserMedia = vi.fn();
beforeEach(() => {
  vi.resetAllMocks();
  track = { enabled: true, onended: null, stop };
  getUserMedia.mockResolvedValue({ getAudioTracks: () => [track] });
  Object.defineProperty(navigator, 'mediaDevices', {
    configurable: true,
    value: {
      getUserMedia,
      enumerateDevices: async () => [
        { kind: 'audioinput', deviceId: 'a', label: 'Desk' },
        { kind: 'audiooutput', deviceId: 'b', label: 'Speaker' },
        { kind: 'audioinput', deviceId: '', label: '' },
      ],
    },
  });
});

test('asks for one channel with echo cancellation, of the chosen device', async () => {
  const microphone = browserMicrophone();
  microphone.choose('a');
  expect(await microphone.open(() => {})).toEqual({ ok: true, track });
  expect(getUserMedia).toHaveBeenCalledWith({
    audio: {
      deviceId: { exact: 'a' },
      echoCancellation: true,
      noiseSuppression: true,
      autoGainControl: true,
      channelCount: 1,
    },
  });
  expect(await microphone.list()).toEqual([{ id: 'a', label: 'Desk' }]);
});

test('mutes without stopping, stops when closed, and tells when the device is lost', async () => {
  const microphone = browserMicrophone();
  const lost = vi.fn();
  microphone.setMuted(true);
  await microphone.open(lost);
  expect(track.enabled).toBe(false);
  microphone.setMuted(false);
  expect(track.enabled).toBe(true);
  track.onended?.();
  expect(lost).toHaveBeenCalledOnce();
  microphone.close();
  expect(stop).toHaveBeenCalledOnce();
  expect(track.onended).toBeNull();
});

test.each([
  ['NotAllowedError', 'denied'],
  ['SecurityError', 'denied'],
  ['NotFoundError', 'missing'],
  ['OverconstrainedError', 'missing'],
  ['NotReadableError', 'busy'],
  ['AbortError', 'busy'],
])('%s is told as %s', async (name, why) => {
  getUserMedia.mockRejectedValue(new DOMException('', name));
  expect(await browserMicrophone().open(() => {})).toEqual({ ok: false, why });
});
