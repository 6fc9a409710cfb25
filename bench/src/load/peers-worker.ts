import ndc from 'node-datachannel';
import { serve } from '../process/rpc.ts';
import { pace } from './pace.ts';
import { isLoadPacket, newPacket, payloadType, stampOf, stampPacket } from './packet.ts';

/**
 * A process full of thin participants: real ICE, DTLS and SRTP, no codec. It only counts what arrives, and for
 * peers that are watched notes how long each packet took.
 */

interface Peer {
  readonly connection: ndc.PeerConnection;
  readonly tracks: ndc.Track[];
  readonly ssrc: number;
  readonly packet: Buffer;
}

export interface PeerShape {
  /** Address of this machine to bind. */
  readonly address: string;
  /** A microphone line. */
  readonly microphone: boolean;
  /** Lines to listen on. */
  readonly slots: number;
  /** Note the delay of every packet; costs a little more per packet. */
  readonly watched?: boolean;
  /** Number of the ear that hears through this peer, from 0: its silences are noted across reconnections. */
  readonly ear?: number;
}

const rtcFrom = 192;
const rtcTo = 223;
const peers = new Map<number, Peer>();
let lastPeer = 0;
let received = 0;
let watching = false;
const delays = new Float64Array(1_000_000);
let delayCount = 0;

ndc.initLogger('Error', (level, text) => process.stderr.write(`load: ${level}: ${text}\n`));

function count(packet: Buffer): void {
  if (packet[1]! >= rtcFrom && packet[1]! <= rtcTo) return;
  if (isLoadPacket(packet)) received += 1;
}

function countAndTime(packet: Buffer): void {
  const now = process.hrtime.bigint();
  if (packet[1]! >= rtcFrom && packet[1]! <= rtcTo) return;
  if (!isLoadPacket(packet)) return;
  received += 1;
  if (watching && delayCount < delays.length) {
    delays[delayCount] = Number(now - stampOf(packet)) / 1e6;
    delayCount += 1;
  }
}

const maxEars = 2000;
const heardAt = new Float64Array(maxEars);
const silence = new Float64Array(maxEars);

/** Notes the longest time without a packet, also when the packets before and after came through different peers. */
function hearAs(ear: number): (packet: Buffer) => void {
  return (packet) => {
    if (packet[1]! >= rtcFrom && packet[1]! <= rtcTo) return;
    if (!isLoadPacket(packet)) return;
    received += 1;
    const now = performance.now();
    const gap = now - heardAt[ear]!;
    if (heardAt[ear]! > 0 && gap > silence[ear]!) silence[ear] = gap;
    heardAt[ear] = now;
  };
}

function listenerFor(shape: Pick<PeerShape, 'watched' | 'ear'>): (packet: Buffer) => void {
  if (shape.ear !== undefined) return hearAs(shape.ear);
  return shape.watched ? countAndTime : count;
}

function create(address: string): { id: number; peer: Peer } {
  lastPeer += 1;
  const ssrc = (process.pid * 0x1000 + lastPeer) >>> 0;
  const peer: Peer = {
    connection: new ndc.PeerConnection(`p${lastPeer}`, {
      iceServers: [],
      bindAddress: address,
      disableAutoNegotiation: true,
    }),
    tracks: [],
    ssrc,
    packet: newPacket(ssrc, 1),
  };
  peers.set(lastPeer, peer);
  return { id: lastPeer, peer };
}

async function described(connection: ndc.PeerConnection, kind: 'offer' | 'answer'): Promise<string> {
  const gathered = new Promise<void>((resolve) => {
    connection.onGatheringStateChange((state) => {
      if (state === 'complete') resolve();
    });
  });
  connection.setLocalDescription(kind);
  if (connection.gatheringState() !== 'complete') await gathered;
  return connection.localDescription()!.sdp;
}

const methods = {
  async offer(shape: PeerShape): Promise<{ id: number; sdp: string }> {
    const { id, peer } = create(shape.address);
    const lines = [...(shape.microphone ? ['SendOnly'] : []), ...Array(shape.slots).fill('RecvOnly')];
    lines.forEach((direction, mid) => {
      const line = new ndc.Audio(String(mid), direction);
      line.addOpusCodec(payloadType);
      if (direction === 'SendOnly') line.addSSRC(peer.ssrc, 'load', 'load', 'load');
      const track = peer.connection.addTrack(line);
      if (direction === 'RecvOnly') track.onMessage(listenerFor(shape));
      peer.tracks.push(track);
    });
    return { id, sdp: await described(peer.connection, 'offer') };
  },

  accept(id: number, answer: string): void {
    peers.get(id)!.connection.setRemoteDescription(answer, 'answer');
  },

  async answer(
    offer: string,
    shape: Pick<PeerShape, 'address' | 'watched'>,
  ): Promise<{ id: number; sdp: string }> {
    const { id, peer } = create(shape.address);
    peer.connection.onTrack((track) => {
      track.onMessage(listenerFor(shape));
      peer.tracks.push(track);
    });
    peer.connection.setRemoteDescription(offer, 'offer');
    return { id, sdp: await described(peer.connection, 'answer') };
  },

  /** Resolves when the peer's media can flow. */
  async opened(id: number, timeoutMs: number): Promise<void> {
    const peer = peers.get(id)!;
    const end = performance.now() + timeoutMs;
    while (peer.connection.state() !== 'connected' || !peer.tracks.some((track) => track.isOpen())) {
      if (performance.now() > end)
        throw new Error(`transport is ${peer.connection.state()} after ${timeoutMs} ms`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  },

  /** Sends packets from the peer's microphone line while it is open and answers how many. */
  publish(id: number, everyMs: number, forMs: number): Promise<number> {
    const peer = peers.get(id)!;
    const track = peer.tracks[0]!;
    return pace(everyMs, forMs, () => {
      if (!track.isOpen()) return false;
      stampPacket(peer.packet, process.hrtime.bigint());
      track.sendMessageBinary(peer.packet);
      return true;
    });
  },

  received: (): number => received,

  watch(on: boolean): void {
    watching = on;
    if (on) delayCount = 0;
  },

  /** Delays noted since `watch(true)`, milliseconds. */
  delays: (): Float64Array => delays.slice(0, delayCount),

  /** Forgets all silences: from now on only new ones count. */
  forgetSilences(): void {
    silence.fill(0);
  },

  /** Longest silence of each ear since then, milliseconds; one that still lasts counts as long as it has. */
  silences(ears: number): Float64Array {
    const now = performance.now();
    return Float64Array.from({ length: ears }, (_, ear) => Math.max(silence[ear]!, now - heardAt[ear]!));
  },

  close(id: number): void {
    const peer = peers.get(id);
    peers.delete(id);
    peer?.connection.close();
    for (const track of peer?.tracks ?? []) track.close();
  },
};

export type PeersWorker = typeof methods;

if (process.send) serve(methods);
