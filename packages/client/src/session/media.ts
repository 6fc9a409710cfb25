import { doubtAfter, doubtSilence } from './doubt.ts';
import { closeOlder, closeSecond } from './second.ts';
import type { SessionState } from './state.ts';
import { freshlyUp } from './state.ts';
import { pause, times } from './times.ts';
import type { Turn } from './turn.ts';

/** The media transport: made anew whenever it is lost, while a seat is held or being asked for. */

export function makeOffer(turn: Turn, sendAt = turn.now): void {
  const transport = turn.state.lastTransport + 1;
  closeTransport(turn);
  turn.set({
    transports: transport,
    lastTransport: transport,
    media: { is: 'making', since: turn.now, sendAt },
  });
  turn.do({ do: 'makeOffer', transport });
}

/** And whatever was beside it. */
export function closeTransport(turn: Turn): void {
  closeSecond(turn);
  closeOlder(turn);
  const { media, transports } = turn.state;
  if (media.is !== 'none' && media.is !== 'pausing') {
    turn.do({ do: 'closeTransport', transport: transports });
  }
  turn.set({ media: { is: 'none' } });
}

/** When an offer that lies ready is to be sent; undefined while the seat has no socket to send it on. */
export const readyOfferAt = ({ stay, socket, media }: SessionState): number | undefined =>
  stay.is === 'in' && stay.lostAt === undefined && socket.is === 'open' && media.is === 'ready'
    ? media.sendAt
    : undefined;

export function sendReadyOffer(turn: Turn): void {
  const { sockets, transports } = turn.state;
  const at = readyOfferAt(turn.state);
  if (at === undefined || turn.now < at) return;
  turn.set({ media: { is: 'offered', since: turn.now } });
  turn.do({ do: 'sendOffer', socket: sockets, transport: transports });
}

/** The transport is of no use any more. At the door it belongs to the try, so the caller ends that instead. */
export function loseMedia(turn: Turn, retryInMs: number): void {
  const failures = turn.state.mediaFailures;
  closeTransport(turn);
  // The first new offer goes out without a pause of its own: whoever sent us away says when to come back.
  const wait = retryInMs + (failures === 0 ? 0 : pause(failures, turn.chance, times.longestOfferPause));
  turn.set({ mediaFailures: failures + 1, media: { is: 'pausing', until: turn.now + wait } });
  // It is made while the wait lasts. After a failure it is not: a device that cannot make one must not try without end.
  if (failures === 0 && wait <= times.offerAhead) makeOffer(turn, turn.now + wait);
}

/** Waiting for a turn among many is pointless in a network that nobody else came to. */
export function endMediaPause(turn: Turn): void {
  const { media } = turn.state;
  if (media.is === 'pausing') makeOffer(turn);
  if (media.is === 'making' || media.is === 'ready') turn.set({ media: { ...media, sendAt: turn.now } });
}

export function transportUp(turn: Turn): void {
  turn.set({ mediaFailures: 0, media: freshlyUp(turn.now) });
}

/** The path may be gone with the old network: believe a stall sooner. */
export function suspectMedia(turn: Turn): void {
  const { media } = turn.state;
  if (media.is === 'up') turn.set({ media: { ...media, suspectUntil: turn.now + times.suspicion } });
}

export function traffic(turn: Turn, packets: number, expected: boolean, crowd: number): void {
  const { media } = turn.state;
  if (media.is !== 'up') return;
  if (crowd !== turn.state.crowd) turn.set({ crowd });
  // Not only upwards: what a browser counts for a connection check goes with the check.
  if (packets !== media.packets) {
    turn.set({ media: { ...media, packets, movedAt: turn.now, flowing: true, doubted: false } });
    return;
  }
  if (!expected) {
    // Silence that nobody broke says nothing about the path: the clock starts when somebody ought to be heard.
    turn.set({ media: { ...media, movedAt: turn.now } });
    return;
  }
  if (media.flowing && turn.now - media.movedAt >= doubtAfter(crowd)) doubtSilence(turn);
  const patience = turn.now < media.suspectUntil ? times.stallAfterChange : times.stall;
  if (!media.flowing || turn.now - media.movedAt < patience) return;
  const spread = Math.min(times.longestStallSpread, crowd * times.stallSpreadPerPerson);
  loseMedia(turn, Math.floor(turn.chance * spread));
}
