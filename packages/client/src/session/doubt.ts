import { times } from './times.ts';
import type { Turn } from './turn.ts';

/** How long a server that lives takes at most to answer, from how long it took before. */
export const answerWithin = (roundTrip: number): number =>
  Math.min(times.deadAfterChange, times.answerAtLeast + 2 * roundTrip);

/**
 * Is the network gone that this device was in? Browsers do not say so when only the address changes, and a socket that
 * died with it stays silent. So the server is asked; if it does not answer soon, socket and transport are both
 * given up (C22). Once for each silence: the fault may be the speaker's, and then everybody in the room asks.
 */
export function doubtSilence(turn: Turn): void {
  const { media } = turn.state;
  if (media.is !== 'up' || media.doubted) return;
  if (doubtNetwork(turn)) turn.set({ media: { ...media, doubted: true } });
}

export const doubtNetwork = (turn: Turn): boolean =>
  askServer(turn, answerWithin(turn.state.roundTrip), true);

/** The socket is dead if it says nothing for so long. False: there is none to ask on. */
export function askServer(turn: Turn, patience: number, doubted = false): boolean {
  const { stay, socket, sockets } = turn.state;
  if (stay.is !== 'in' || stay.lostAt !== undefined || socket.is !== 'open') return false;
  turn.do({ do: 'ping', socket: sockets });
  turn.set({
    socket: {
      is: 'open',
      pingAt: turn.now + times.ping,
      pingedAt: turn.now,
      deadAt: Math.min(socket.deadAt, turn.now + patience),
      doubted: doubted || socket.doubted === true,
    },
  });
  return true;
}

/** Something was said that is answered at once. */
export function expectWord(turn: Turn): void {
  const { socket } = turn.state;
  if (socket.is === 'open') turn.set({ socket: { ...socket, pingedAt: turn.now } });
}

/** How long a silence lasts before the server is asked. */
export const doubtAfter = (crowd: number): number =>
  Math.min(times.longestDoubt, times.doubt + crowd * times.doubtPerPerson);

/** Did the socket die while that was asked? Then what it left behind is in a network that is gone. */
export const networkIsGone = ({ state: { socket } }: Turn): boolean =>
  socket.is === 'open' && socket.doubted === true;

/** It may have been the server's machine that went, and everybody comes back. */
export const spreadOfReturn = ({ state: { crowd } }: Turn): number =>
  times.returnSpread + crowd * times.returnSpreadPerPerson;
