import { media } from '@stoa/protocol';
import { Audio, PeerConnection, type Track } from 'node-datachannel';

/** A participant's end of the connection, for tests: sends packets as told, notes what each slot hears. */
export type TestClient = {
  readonly offer: string;
  readonly ssrc: number;
  /** Raw packets, by slot. */
  readonly heard: readonly Buffer[][];
  readonly rtcp: Buffer[];
  /** Called with every packet of a slot as it arrives. */
  onHeard: ((slot: number, packet: Buffer) => void) | undefined;
  readonly state: () => string;
  accept(answer: string): void;
  connected(timeoutMs?: number): Promise<void>;
  send(packet: Buffer): boolean;
  close(): void;
};

export type TestClientOptions = {
  readonly address?: string;
  readonly slots?: number;
  readonly opus?: number;
  /** Takes no packets out of the library: cheap, for tests of many. */
  readonly deaf?: boolean;
  /** Begins the DTLS handshake, as browsers do. */
  readonly begins?: boolean;
};

const callbackCost = () => {};
let nextSsrc = 0x10000000;

/** Gathers nothing: the relay needs no candidate of ours. */
export function testClient(options: TestClientOptions = {}): TestClient {
  const opus = options.opus ?? 111;
  const ssrc = nextSsrc++;
  const connection = new PeerConnection('', {
    iceServers: [],
    bindAddress: options.address ?? '127.0.0.1',
    disableAutoNegotiation: true,
  });
  const uplinkLine = new Audio('0', 'SendOnly');
  uplinkLine.addOpusCodec(opus, media.opusFmtp);
  uplinkLine.addSSRC(ssrc, 'c', 's', 't');
  const uplink = connection.addTrack(uplinkLine);
  const heard: Buffer[][] = [];
  const rtcp: Buffer[] = [];
  const tracks: Track[] = [uplink];
  for (let slot = 0; slot < (options.slots ?? media.slots); slot++) {
    const line = new Audio(String(slot + 1), 'RecvOnly');
    line.addOpusCodec(opus, media.opusFmtp);
    const track = connection.addTrack(line);
    heard.push([]);
    if (!options.deaf)
      track.onMessage((packet) => {
        if (packet[1]! >= 192 && packet[1]! <= 223) return;
        heard[slot]!.push(packet);
        client.onHeard?.(slot, packet);
      });
    tracks.push(track);
  }
  uplink.onMessage((packet) => rtcp.push(packet));
  for (const track of tracks) track.onClosed(callbackCost);
  connection.onStateChange(callbackCost);
  connection.setLocalDescription('offer');
  const local = connection.localDescription()!.sdp;
  const offer = options.begins ? local : local.replaceAll('a=setup:actpass', 'a=setup:passive');

  const client: TestClient = {
    offer,
    ssrc,
    heard,
    rtcp,
    onHeard: undefined,
    state: () => connection.state(),
    accept: (answer) => connection.setRemoteDescription(answer, 'answer'),
    async connected(timeoutMs = 5000) {
      const until = performance.now() + timeoutMs;
      while (!(connection.state() === 'connected' && tracks.every((track) => track.isOpen()))) {
        if (performance.now() > until) throw new Error(`not connected: ${connection.state()}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    send(packet) {
      try {
        return uplink.sendMessageBinary(packet);
      } catch {
        return false;
      }
    },
    close() {
      for (const track of tracks) track.close();
      connection.close();
    },
  };
  return client;
}

/** The sender byte of frames of a stream unless told otherwise. */
export const senderOf = (ssrc: number): number => 1 + (ssrc % 255);

/** One frame as a publisher sends it; the payload is recognizable by sender and number. */
export function frame(
  ssrc: number,
  sequence: number,
  timestamp: number,
  level = 3,
  options: { payloadType?: number; bytes?: number; sender?: number; counter?: number } = {},
): Buffer {
  const packet = Buffer.alloc(12 + (options.bytes ?? media.payloadBytes));
  packet[0] = 0x80;
  packet[1] = options.payloadType ?? 111;
  packet.writeUInt16BE(sequence & 0xffff, 2);
  packet.writeUInt32BE(timestamp >>> 0, 4);
  packet.writeUInt32BE(ssrc, 8);
  if (packet.length > 14) {
    packet[12] = level;
    packet[13] = 0x9a;
    packet[14] = options.sender ?? senderOf(ssrc);
  } else if (packet.length > 12) packet[12] = level;
  if (packet.length >= 28) {
    packet.writeUInt32BE(ssrc, 16);
    packet.writeUInt32BE(sequence, 20);
    for (let i = 24; i < packet.length; i++) packet[i] = (i * 7 + sequence) & 0xff;
    if (options.counter !== undefined) packet.writeUIntBE(options.counter, 16, 3);
  }
  return packet;
}

/** Sends one frame each 20 ms until stopped. */
export function talk(client: TestClient, options: { level?: number; everyMs?: number } = {}) {
  let sequence = 1000;
  let timestamp = 48_000;
  const started = performance.now();
  const everyMs = options.everyMs ?? media.frameMs;
  let due = 0;
  const timer = setInterval(
    () => {
      while (due * everyMs <= performance.now() - started) {
        due++;
        client.send(frame(client.ssrc, sequence++, timestamp, options.level ?? 3));
        timestamp += media.frameTicks;
      }
    },
    Math.min(5, everyMs),
  );
  return {
    sent: () => due,
    stop: () => clearInterval(timer),
  };
}
