import { protectReceiver, protectSender } from '@stoa/e2ee/browser';
import { media } from '@stoa/protocol';

/**
 * A peer connection with a line to send on, with or without a track, and the slots. Every line passes through a worker
 * that is in place before anything can be sent.
 */
export type OfferedLines = {
  /** Which connection of the page it is: its worker tells several of one life apart by it. */
  readonly n: number;
  readonly connection: RTCPeerConnection;
  readonly uplink: RTCRtpTransceiver;
  readonly slots: readonly RTCRtpTransceiver[];
  /** What will be offered. No address is gathered and nothing leaves the page before it is set as the local description. */
  readonly offer: Promise<RTCSessionDescriptionInit>;
};

/** What no later configuration may change. */
export const bundlePolicy = 'max-bundle';

let last = 0;

export function offerLines(worker: Worker): OfferedLines {
  const n = ++last;
  // No STUN or TURN server of a third party ever learns of this call: the server reaches us where our packets come from.
  const connection = new RTCPeerConnection({ bundlePolicy, iceServers: [] });
  const uplink = connection.addTransceiver('audio', { direction: 'sendonly' });
  const slots = Array.from({ length: media.slots }, () =>
    connection.addTransceiver('audio', { direction: 'recvonly' }),
  );
  protectSender(uplink.sender, worker, n);
  slots.forEach((slot, i) => {
    protectReceiver(slot.receiver, worker, i, n);
  });
  for (const line of [uplink, ...slots]) {
    opusOnly(line);
    withoutExtensions(line);
  }
  const offer = connection.createOffer();
  // Whoever uses the lines awaits it; lines that are thrown away have nobody who does.
  offer.catch(() => undefined);
  return { n, connection, uplink, slots, offer };
}

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
