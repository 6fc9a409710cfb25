import type { Contact } from '@stoa/core/fleet';
import { askDirectory } from '../adapters/http/deployment-calls.ts';
import { createRoom } from '../room/create-room.ts';
import type { Microphone, Sound } from '../room/ports.ts';
import type { Room } from '../room-view.ts';
import { browserPorts } from './browser-ports.ts';

/** How far this device comes at a deployment, and by which way. */
export type ConnectionCheck = {
  /** It answered a call at all. */
  readonly server: boolean;
  /** Signaling let this device open a room; `busy`: it asks to come back later. */
  readonly signaling: 'good' | 'busy' | 'failed';
  /** How sound would come and go: UDP, or TURN over TCP where UDP is blocked; undefined: not at all. */
  readonly way: 'udp' | 'tcp' | undefined;
  /** From the start to a media connection, ms. */
  readonly tookMs: number | undefined;
  /** This device's clock minus the server's, ms, to within a second; undefined: it did not say. */
  readonly clockAheadMs: number | undefined;
};

const patienceMs = 25_000;
const clockPatienceMs = 10_000;
const countingMs = 4_000;
const noMicrophone: Microphone<MediaStreamTrack> = {
  open: async () => ({ ok: false, why: 'missing' }),
  setMuted() {},
  list: async () => [],
  choose() {},
  close() {},
};
const noSound: Sound = { state: 'playing', unlock: async () => {}, onChange() {}, close() {} };

/** What comes by UDP came back by UDP; a connection that stands without any goes through TURN. */
export const wayOf = (contacts: readonly Pick<Contact, 'transport' | 'receivedBytes'>[]): 'udp' | 'tcp' =>
  contacts.some(({ transport, receivedBytes }) => transport === 'udp' && receivedBytes > 0) ? 'udp' : 'tcp';

/** Ahead of an answer's `date` header, which says the second in which it was written. */
export const aheadOf = (date: string | null, sent: number, received: number): number | undefined => {
  const theirs = Date.parse(date ?? '');
  if (Number.isNaN(theirs)) return undefined;
  if (sent > theirs + 1_000) return sent - theirs - 1_000;
  return received < theirs ? received - theirs : 0;
};

/**
 * Goes the way that a room goes, up to the media connection, in a room of its own that nobody else enters. No microphone is
 * asked for and nothing is heard. Never rejects.
 */
export async function checkConnection(server: string): Promise<ConnectionCheck> {
  const clock = await clockOf(server);
  if (!clock.answered) {
    return { server: false, signaling: 'failed', way: undefined, tookMs: undefined, clockAheadMs: undefined };
  }
  const from = performance.now();
  const ports = { ...browserPorts(server), microphone: noMicrophone, sound: noSound };
  const room = createRoom({ how: 'open', name: '.', title: '', policy: 'knock' }, ports);
  let reached = false;
  try {
    const end = await new Promise<'connected' | 'closed' | 'busy' | 'timeout'>((resolve) => {
      const timer = setTimeout(() => resolve('timeout'), patienceMs);
      const look = () => {
        const { phase } = room.view;
        if (phase.is === 'live') reached = true;
        const isBusy = phase.is === 'closed' && (phase.why === 'busy' || phase.why === 'tooFast');
        const isUp = phase.is === 'live' && phase.media === 'connected';
        if (!isUp && phase.is !== 'closed') return;
        clearTimeout(timer);
        resolve(isUp ? 'connected' : isBusy ? 'busy' : 'closed');
      };
      room.subscribe(look);
      look();
    });
    const tookMs = Math.round(performance.now() - from);
    const isUp = end === 'connected';
    return {
      server: true,
      signaling: reached ? 'good' : end === 'busy' ? 'busy' : 'failed',
      way: isUp ? await wayNow(room) : undefined,
      tookMs: isUp ? tookMs : undefined,
      clockAheadMs: clock.aheadMs,
    };
  } finally {
    room.leave();
  }
}

/** The receipt counts what has come, and the first packets may still be on their way. */
async function wayNow(room: Room): Promise<'udp' | 'tcp'> {
  const until = performance.now() + countingMs;
  for (;;) {
    const way = wayOf((await room.receipt()).lines);
    if (way === 'udp' || performance.now() > until) return way;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

async function clockOf(server: string): Promise<{ answered: boolean; aheadMs: number | undefined }> {
  const sent = Date.now();
  try {
    const { headers } = await askDirectory(server, clockPatienceMs);
    return { answered: true, aheadMs: aheadOf(headers.get('date'), sent, Date.now()) };
  } catch {
    return { answered: false, aheadMs: undefined };
  }
}
