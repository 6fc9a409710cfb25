import type { CloseReason } from '../room-view.ts';
import { closeTransport, makeOffer, sendReadyOffer } from './media.ts';
import { pause, times } from './times.ts';
import type { Turn } from './turn.ts';

/** A fresh join: new keys, new token, new socket, new transport, all at once (C2). */
export function enter(turn: Turn): void {
  const life = turn.state.life + 1;
  turn.set({
    life,
    stay: { is: 'entering', ticket: false, introduced: false, waitingFor: undefined, since: turn.now },
    offlineSince: turn.state.offlineSince ?? turn.now,
    mediaFailures: 0,
  });
  turn.do({ do: 'askTicket', life });
  openSocket(turn);
  makeOffer(turn);
}

export function openSocket(turn: Turn): void {
  const socket = turn.state.sockets + 1;
  turn.set({ sockets: socket, socket: { is: 'opening', since: turn.now } });
  turn.do({ do: 'openSocket', socket });
}

export function closeSocket(turn: Turn): void {
  const { socket, sockets } = turn.state;
  if (socket.is === 'opening' || socket.is === 'open') turn.do({ do: 'closeSocket', socket: sockets });
  turn.set({ socket: { is: 'none' } });
}

/** Token, challenge and offer are all there: say who we are (C3). */
export function introduce(turn: Turn): void {
  const { stay, socket, media, sockets, transports } = turn.state;
  if (stay.is !== 'entering' || stay.introduced || !stay.ticket) return;
  if (socket.is !== 'open' || media.is !== 'ready') return;
  turn.set({ stay: { ...stay, introduced: true }, media: { is: 'offered', since: turn.now } });
  turn.do({ do: 'introduce', socket: sockets, transport: transports });
}

/** This try, or this life, is over; the next one starts from nothing after a pause (C6, C8). */
export function startOver(turn: Turn, retryInMs: number, atOnce = false): void {
  // Only a seat that was really held earns a return without a pause.
  const wait = atOnce && turn.state.stay.is === 'in' ? 0 : pause(turn.state.attempt, turn.chance);
  endLife(turn);
  const { attempt, offlineSince } = turn.state;
  const until = turn.now + retryInMs + wait;
  turn.set({
    attempt: attempt + 1,
    offlineSince: offlineSince ?? turn.now,
    full: false,
    stay: { is: 'pausing', until },
  });
}

/** The socket of a kept seat is gone: come back on another one (C7); `spread` instead of the usual pause. */
export function loseSocket(turn: Turn, retryInMs: number, spread?: number): void {
  const { stay, attempt, offlineSince } = turn.state;
  if (stay.is === 'entering' && !stay.ticket) {
    // The server does not wait for a slow token call; the socket is opened again when the token is there.
    closeSocket(turn);
    return;
  }
  if (stay.is !== 'in') {
    startOver(turn, retryInMs);
    return;
  }
  closeSocket(turn);
  const wait =
    spread === undefined ? pause(attempt, turn.chance) + crowdPause(turn) : Math.floor(turn.chance * spread);
  turn.set({
    attempt: attempt + 1,
    offlineSince: offlineSince ?? turn.now,
    stay: { is: 'in', lostAt: stay.lostAt ?? turn.now },
    socket: { is: 'pausing', until: turn.now + retryInMs + wait },
  });
  // An offer under way would get no answer; one that lies ready is sent after the return.
  if (turn.state.media.is === 'offered') makeOffer(turn);
}

/** Everybody in a large room may have lost the socket at the same moment; sound goes on meanwhile, so there is no hurry. */
const crowdPause = ({ state, chance }: Turn): number =>
  state.attempt > 0
    ? 0
    : Math.floor(chance * Math.min(times.longestCrowdPause, state.crowd * times.crowdPausePerPerson));

export function admitted(turn: Turn): void {
  if (turn.state.stay.is !== 'entering') return;
  seated(turn);
}

export function resumed(turn: Turn): void {
  if (turn.state.stay.is !== 'in') return;
  seated(turn);
  sendReadyOffer(turn);
}

function seated(turn: Turn): void {
  const { media } = turn.state;
  // A knock may have taken minutes, and the offer is answered only now.
  if (media.is === 'offered') turn.set({ media: { is: 'offered', since: turn.now } });
  turn.set({
    stay: { is: 'in', lostAt: undefined },
    attempt: 0,
    offlineSince: undefined,
    full: false,
    wasIn: true,
  });
}

export function close(turn: Turn, why: CloseReason, retryInMs?: number): void {
  endLife(turn);
  turn.set({ stay: { is: 'closed', why, retryInMs }, offlineSince: undefined });
}

function endLife(turn: Turn): void {
  const { stay } = turn.state;
  closeTransport(turn);
  closeSocket(turn);
  if (stay.is === 'entering' || stay.is === 'in') turn.do({ do: 'endLife', life: turn.state.life });
}

export const seatIsGone = (turn: Turn): boolean => {
  const { stay } = turn.state;
  return stay.is === 'in' && stay.lostAt !== undefined && turn.now - stay.lostAt >= times.seatKept;
};
