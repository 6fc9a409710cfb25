import ndc from 'node-datachannel';
import { headerBytes, payloadType } from '../load/packet.ts';
import { serve } from '../process/rpc.ts';

/**
 * The least that can be done with node-datachannel: one process, one UDP port, and for every packet that arrives
 * one pass over all tracks. No rooms, no seats, no choice of speakers, no accounting.
 */

interface Listener {
  readonly connection: ndc.PeerConnection;
  readonly track: ndc.Track;
  readonly ssrc: number;
  open: boolean;
}

const port = Number(process.argv[2]);
const config: ndc.RtcConfig = {
  iceServers: [],
  bindAddress: '127.0.0.1',
  enableIceUdpMux: true,
  portRangeBegin: port,
  portRangeEnd: port,
  disableAutoNegotiation: true,
};
const listeners: Listener[] = [];
let out = Buffer.alloc(0);
let talker: { connection: ndc.PeerConnection; track: ndc.Track } | undefined;
ndc.initLogger('Error', (level, text) => process.stderr.write(`bare loop: ${level}: ${text}\n`));

function forward(packet: Buffer): void {
  if (packet[1]! >= 192 && packet[1]! <= 223) return;
  if (out.length !== packet.length) out = Buffer.alloc(packet.length);
  packet.copy(out);
  for (let i = 0; i < listeners.length; i += 1) {
    const listener = listeners[i]!;
    if (!listener.open) continue;
    out.writeUInt32BE(listener.ssrc, headerBytes - 4);
    listener.track.sendMessageBinary(out);
  }
}

async function answer(connection: ndc.PeerConnection, offer: string): Promise<string> {
  const gathered = new Promise<void>((resolve) => {
    connection.onGatheringStateChange((state) => {
      if (state === 'complete') resolve();
    });
  });
  connection.setRemoteDescription(
    offer
      .split('\r\n')
      .filter((line) => !line.startsWith('a=candidate'))
      .join('\r\n'),
    'offer',
  );
  connection.setLocalDescription('answer');
  if (connection.gatheringState() !== 'complete') await gathered;
  return connection.localDescription()!.sdp;
}

const methods = {
  ready: (): boolean => true,

  publish(offer: string): Promise<string> {
    const connection = new ndc.PeerConnection('talker', config);
    const line = new ndc.Audio('0', 'RecvOnly');
    line.addOpusCodec(payloadType);
    const track = connection.addTrack(line);
    track.onMessage(forward);
    talker = { connection, track };
    return answer(connection, offer);
  },

  listen(offer: string): Promise<string> {
    const connection = new ndc.PeerConnection(`l${listeners.length}`, config);
    const ssrc = 0x10000 + listeners.length;
    const line = new ndc.Audio('0', 'SendOnly');
    line.addOpusCodec(payloadType);
    line.addSSRC(ssrc, 'bare', 'bare', 'bare');
    const listener: Listener = { connection, track: connection.addTrack(line), ssrc, open: false };
    listener.track.onOpen(() => {
      listener.open = true;
    });
    listeners.push(listener);
    return answer(connection, offer);
  },

  close(): void {
    talker?.connection.close();
    for (const listener of listeners) listener.connection.close();
  },
};

export type BareLoopWorker = typeof methods;

if (process.send) serve(methods);
