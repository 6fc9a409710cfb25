import type { CloseReason, RoomView } from '../room-view.ts';
import { Pacer } from './audio/pacer.ts';
import { BurstListener, BurstSpeaker } from './burst-pattern.ts';
import { createNodeParticipant, type NodeParticipant } from './participant.ts';

/** What two participants found out about a deployment. Times in milliseconds, `null` for what was not reached. */
export type ProbeResult = {
  /** At least nine of ten bursts came through, at the right pitch. */
  readonly heard: boolean;
  /** Median from mouth to ear: codec, encryption, network, relay, and 60 ms of jitter buffer. */
  readonly delayMs: number | null;
  readonly lossPct: number | null;
  /** From the start to an open room with a media connection. */
  readonly openMs: number | null;
  /** From a guest's start to its media connection. */
  readonly joinMs: number | null;
  readonly bursts: number;
  readonly burstsHeard: number;
  /** Did the signatures over the speaker's frames check? */
  readonly verified: boolean;
  /** Why it ended early. */
  readonly problem: CloseReason | 'timeout' | null;
};

export type ProbeOptions = {
  /** Bursts of sound, 400 ms each. */
  readonly bursts?: number;
  readonly patienceMs?: number;
};

/**
 * Opens a room at `url` (an origin), lets a second participant join it, and measures what it hears. Throws a TypeError for
 * what is no URL; everything else is in the result.
 */
export async function probe(url: string, options: ProbeOptions = {}): Promise<ProbeResult> {
  const { bursts = 15, patienceMs = 20_000 } = options;
  const server = new URL(url).origin;
  const now = () => performance.now();
  const pacer = new Pacer(now);
  const source = new BurstSpeaker(now);
  const listener = new BurstListener(now);
  const open: NodeParticipant[] = [];
  const found = {
    openMs: null as number | null,
    joinMs: null as number | null,
    lossPct: null as number | null,
    verified: false,
    problem: null as ProbeResult['problem'],
  };
  try {
    const started = now();
    const speaker = await createNodeParticipant({ server, name: 'Probe', title: 'Probe', source, pacer });
    open.push(speaker);
    await speaker.until(connected, patienceMs);
    found.openMs = Math.round(now() - started);

    const joining = now();
    const ear = await createNodeParticipant({ server, link: speaker.room.link, name: 'Probe ear', pacer });
    open.push(ear);
    await ear.until(connected, patienceMs);
    found.joinMs = Math.round(now() - joining);

    ear.onSound((frame) => listener.take(frame, source.spokenAt.length));
    source.speak(bursts);
    const deadline = now() + bursts * 400 + 1_500;
    while (now() < deadline && listener.heardAt.size < bursts) await pause(50);
    const { received, lost } = ear.stats;
    found.lossPct = received + lost === 0 ? null : Math.round((10_000 * lost) / (received + lost)) / 100;
    found.verified = ear.room.view.stage.some((person) => person.verified === 'verified');
  } catch {
    const closed = open.map(({ room }) => room.view.phase).find((phase) => phase.is === 'closed');
    found.problem = closed?.is === 'closed' ? closed.why : 'timeout';
  } finally {
    await Promise.all(open.reverse().map((participant) => participant.close()));
  }
  const delays = [...listener.heardAt].map(([burst, at]) => at - source.spokenAt[burst]!);
  return {
    heard: delays.length >= bursts * 0.9,
    delayMs: median(delays),
    bursts,
    burstsHeard: delays.length,
    ...found,
  };
}

const connected = ({ phase }: RoomView): boolean => phase.is === 'live' && phase.media === 'connected';

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  return middle === undefined ? null : Math.round(middle * 10) / 10;
}
