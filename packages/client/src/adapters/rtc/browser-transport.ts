import { protectReceiver, protectSender } from '@stoa/e2ee/browser';
import { dtlsFingerprint, media } from '@stoa/protocol';
import { answerFault, outgoing } from '../../media/session-text.ts';
import type { MediaTransport, TransportEvents } from '../../room/ports.ts';

/** Where the four slots are heard. */
export type SlotPlayer = {
  attach(slot: number, track: MediaStreamTrack): void;
  detach(): void;
};

/**
 * One peer connection, negotiated once: a line to send on, with or without a track, and the slots. Every line passes
 * through `worker`, which is in place before anything can be sent.
 */
export function browserTransport(
  worker: Worker,
  player: SlotPlayer,
  events: TransportEvents,
): MediaTransport<MediaStreamTrack> {
  // No STUN or TURN server of a third party ever learns of this call: the server reaches us where our packets come from.
  const connection = new RTCPeerConnection({ bundlePolicy: 'max-bundle', iceServers: [] });
  const uplink = connection.addTransceiver('audio', { direction: 'sendonly' });
  const slots = Array.from({ length: media.slots }, () =>
    connection.addTransceiver('audio', { direction: 'recvonly' }),
  );
  protectSender(uplink.sender, worker);
  slots.forEach((slot, i) => {
    protectReceiver(slot.receiver, worker, i);
  });
  for (const line of [uplink, ...slots]) {
    opusOnly(line);
    withoutExtensions(line);
  }

  let isClosed = false;
  connection.onconnectionstatechange = () => {
    const state = connection.connectionState;
    if (isClosed) return;
    if (state === 'connected') events.up();
    // A new connection takes a tenth of a second; waiting for this one to come back may take thirty.
    if (state === 'disconnected' || state === 'failed' || state === 'closed') events.down();
  };

  return {
    offer: async () => {
      const offer = await connection.createOffer();
      const text = outgoing(offer.sdp ?? '');
      await connection.setLocalDescription(offer);
      const fingerprint = dtlsFingerprint(text);
      if (!fingerprint) throw new Error('the browser offers no single SHA-256 certificate');
      return { text, fingerprint };
    },
    answer: async (text) => {
      const fault = answerFault(text, 1 + media.slots);
      if (fault) throw new Error(fault);
      await connection.setRemoteDescription({ type: 'answer', sdp: text });
      if (isClosed) return;
      slots.forEach((slot, i) => {
        if (slot.receiver.transform) player.attach(i, slot.receiver.track);
      });
    },
    publish: (track) => uplink.sender.replaceTrack(track ?? null),
    signsOfLife: async () => {
      let count = 0;
      for (const [, report] of (await connection.getStats()) as ReadonlyMap<string, Counters>) {
        if (report.type === 'inbound-rtp') count += report.packetsReceived ?? 0;
        if (report.type === 'candidate-pair') count += report.responsesReceived ?? 0;
      }
      return count;
    },
    close: () => {
      isClosed = true;
      connection.onconnectionstatechange = null;
      player.detach();
      connection.close();
    },
  };
}

type Counters = {
  readonly type: string;
  readonly packetsReceived?: number;
  readonly responsesReceived?: number;
};

/** No redundant audio, comfort noise or telephone events: one format, one size of frame. */
function opusOnly(line: RTCRtpTransceiver): void {
  const opus = RTCRtpReceiver.getCapabilities('audio')?.codecs.filter(
    (codec) => codec.mimeType.toLowerCase() === 'audio/opus',
  );
  if (!opus || opus.length === 0) throw new Error('the browser has no Opus');
  line.setCodecPreferences(opus);
}

/** From the draft of WebRTC header extension control; Firefox has none of it, there only the sent text counts. */
type ExtensionControl = {
  getHeaderExtensionsToNegotiate?(): readonly { uri: string; direction: string }[];
  setHeaderExtensionsToNegotiate?(extensions: readonly { uri: string; direction: string }[]): void;
};

function withoutExtensions(line: RTCRtpTransceiver): void {
  const control = line as ExtensionControl;
  const extensions = control.getHeaderExtensionsToNegotiate?.();
  if (!extensions) return;
  control.setHeaderExtensionsToNegotiate?.(
    // Browsers refuse to stop this one; the sent text leaves it out all the same.
    extensions.map((one) => (one.uri.endsWith(':sdes:mid') ? one : { ...one, direction: 'stopped' })),
  );
}
