import { dtlsFingerprint, media } from '@stoa/protocol';
import { answerFault, outgoing } from '../../media/session-text.ts';
import type { MediaTransport, TransportEvents } from '../../room/ports.ts';
import { exchangesOf, type StatsReport } from './exchanges.ts';
import { bundlePolicy, type OfferedLines } from './offered-lines.ts';
import { watchWay } from './way-watch.ts';
import type { TurnServers, Ways } from './ways.ts';

/** Where the four slots of one transport are heard. */
export type SlotPlayer = {
  attach(slot: number, track: MediaStreamTrack): void;
  detach(): void;
};

/** Gives each transport a place of its own, so that one can sound while another comes up. */
export type SlotPlayers = { open(): SlotPlayer };

/** One peer connection, negotiated once, over lines that were offered to nobody else. */
export function browserTransport(
  { connection, uplink, slots, offer }: OfferedLines,
  player: SlotPlayer,
  events: TransportEvents,
  /** Told to whoever lets frames pass. */
  gate: { carry(): void; ended(): void },
  ways: Ways,
): MediaTransport<MediaStreamTrack> {
  let isClosed = false;
  let detour = false;
  const watch = watchWay(connection, ways, () => {
    if (!isClosed) events.down();
  });
  connection.onconnectionstatechange = () => {
    const state = connection.connectionState;
    if (isClosed) return;
    if (state === 'connected') events.up();
    // A new connection takes a tenth of a second; waiting for this one to come back may take thirty.
    if (state === 'disconnected' || state === 'failed' || state === 'closed') events.down();
  };

  return {
    offer: async () => {
      const made = await offer;
      const text = outgoing(made.sdp ?? '');
      const servers = await ways.servers();
      const iceServers = (await events.permitted?.(servers)) ?? servers;
      detour = iceServers.length > 0;
      // Before anything is gathered; without servers it stays as it was made.
      if (detour) connection.setConfiguration({ bundlePolicy, iceServers: iceServers.map(mutable) });
      await connection.setLocalDescription(made);
      const fingerprint = dtlsFingerprint(text);
      if (!fingerprint) throw new Error('the browser offers no single SHA-256 certificate');
      return { text, fingerprint };
    },
    answer: async (text) => {
      const fault = answerFault(text, 1 + media.slots);
      if (fault) throw new Error(fault);
      await connection.setRemoteDescription({ type: 'answer', sdp: text });
      if (isClosed) return;
      watch.answered(detour);
      slots.forEach((slot, i) => {
        if (slot.receiver.transform) player.attach(i, slot.receiver.track);
      });
    },
    publish: (track) => uplink.sender.replaceTrack(track ?? null),
    carry: () => gate.carry(),
    signsOfLife: async () => {
      let count = 0;
      for (const [, report] of (await connection.getStats()) as ReadonlyMap<string, Counters>) {
        if (report.type === 'inbound-rtp') count += report.packetsReceived ?? 0;
        if (report.type === 'candidate-pair') count += report.responsesReceived ?? 0;
      }
      watch.counted(count);
      return count;
    },
    exchanges: async () => exchangesOf((await connection.getStats()) as ReadonlyMap<string, StatsReport>),
    close: () => {
      isClosed = true;
      watch.end();
      connection.onconnectionstatechange = null;
      gate.ended();
      player.detach();
      connection.close();
    },
  };
}

const mutable = ({ urls, ...rest }: TurnServers[number]) => ({ ...rest, urls: [...urls] });

type Counters = {
  readonly type: string;
  readonly packetsReceived?: number;
  readonly responsesReceived?: number;
};
