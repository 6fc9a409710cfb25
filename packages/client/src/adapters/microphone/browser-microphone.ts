import type { Capture, Microphone } from '../../room/ports.ts';

/** getUserMedia, asked only by somebody who goes on stage, and given back when the stage is left. */
export function browserMicrophone(): Microphone<MediaStreamTrack> {
  let device: string | undefined;
  let track: MediaStreamTrack | undefined;
  let muted = false;

  const release = () => {
    if (!track) return;
    track.onended = null;
    track.stop();
    track = undefined;
  };

  return {
    open: async (lost): Promise<Capture<MediaStreamTrack>> => {
      release();
      try {
        const stream = await navigator.mediaDevices.getUserMedia({
          audio: {
            ...(device !== undefined && { deviceId: { exact: device } }),
            echoCancellation: true,
            noiseSuppression: true,
            autoGainControl: true,
            channelCount: 1,
          },
        });
        const [captured] = stream.getAudioTracks();
        if (!captured) return { ok: false, why: 'missing' };
        track = captured;
        // A disabled track still sends 50 frames a second, so being muted does not show in the traffic.
        track.enabled = !muted;
        track.onended = lost;
        return { ok: true, track };
      } catch (error) {
        return { ok: false, why: reason(error) };
      }
    },
    setMuted: (on) => {
      muted = on;
      if (track) track.enabled = !on;
    },
    list: async () => {
      const devices = await navigator.mediaDevices.enumerateDevices();
      return devices
        .filter((one) => one.kind === 'audioinput' && one.deviceId !== '')
        .map((one) => ({ id: one.deviceId, label: one.label }));
    },
    choose: (id) => {
      device = id;
    },
    close: release,
  };
}

function reason(error: unknown): 'denied' | 'missing' | 'busy' {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing';
  // Also where there is no mediaDevices at all: an insecure page. checkSupport says so before.
  return name === '' ? 'missing' : 'busy';
}
