import { networkIsGone, spreadOfReturn } from './doubt.ts';
import { loseMedia, makeOffer, readyOfferAt, sendReadyOffer } from './media.ts';
import { secondDeadlines, secondWakes } from './second.ts';
import type { SessionState } from './state.ts';
import { close, enter, loseSocket, openSocket, seatIsGone, startOver } from './stay.ts';
import { times } from './times.ts';
import type { Turn } from './turn.ts';

/** Everything that time alone decides. Runs after every input, so a late timer is caught up by whatever comes. */
export function deadlines(turn: Turn): void {
  const { now } = turn;
  const { offlineSince } = turn.state;
  if (offlineSince !== undefined && now - offlineSince >= times.unreachable) {
    close(turn, 'unreachable');
    return;
  }
  if (turn.state.stay.is === 'pausing' && now >= turn.state.stay.until) enter(turn);
  if (seatIsGone(turn)) startOver(turn, 0, true);
  if (turn.state.stay.is === 'pausing' && now >= turn.state.stay.until) enter(turn);
  tryDeadline(turn);
  socketDeadlines(turn);
  mediaDeadlines(turn);
  secondDeadlines(turn);
}

function tryDeadline(turn: Turn): void {
  const { stay } = turn.state;
  if (stay.is === 'entering' && !stay.introduced && turn.now - stay.since >= times.patience)
    startOver(turn, 0);
}

function socketDeadlines(turn: Turn): void {
  const { now } = turn;
  const { socket } = turn.state;
  if (socket.is === 'pausing' && now >= socket.until) openSocket(turn);
  if (socket.is === 'opening' && now - socket.since >= times.patience) loseSocket(turn, 0);
  if (socket.is !== 'open') return;
  if (now >= socket.deadAt) {
    const gone = networkIsGone(turn);
    loseSocket(turn, 0, gone ? spreadOfReturn(turn) : undefined);
    if (gone && turn.state.media.is === 'up') loseMedia(turn, 0);
    return;
  }
  if (now < socket.pingAt || !introduced(turn.state)) return;
  turn.do({ do: 'ping', socket: turn.state.sockets });
  turn.set({ socket: { ...socket, pingAt: now + times.ping, pingedAt: socket.pingedAt ?? now } });
}

function mediaDeadlines(turn: Turn): void {
  const { now } = turn;
  const { stay, media } = turn.state;
  if (stay.is !== 'in') return;
  if ((media.is === 'making' || media.is === 'offered') && now - media.since >= times.patience) {
    loseMedia(turn, 0);
  }
  const next = turn.state.media;
  if (next.is === 'pausing' && now >= next.until) makeOffer(turn);
  if (next.is === 'ready') sendReadyOffer(turn);
}

/** The first word on a socket is who we are; pings come after it. */
export const introduced = ({ stay }: SessionState): boolean =>
  stay.is === 'in' || (stay.is === 'entering' && stay.introduced);

/** When time alone will decide something next. */
export function nextWake(state: SessionState): number | undefined {
  const { stay, socket, media, offlineSince } = state;
  if (stay.is === 'closed' || stay.is === 'idle') return undefined;
  const at: number[] = [];
  if (offlineSince !== undefined) at.push(offlineSince + times.unreachable);
  if (stay.is === 'pausing') at.push(stay.until);
  if (stay.is === 'entering' && !stay.introduced) at.push(stay.since + times.patience);
  if (stay.is === 'in' && stay.lostAt !== undefined) at.push(stay.lostAt + times.seatKept);
  if (socket.is === 'pausing') at.push(socket.until);
  if (socket.is === 'opening') at.push(socket.since + times.patience);
  if (socket.is === 'open') at.push(socket.deadAt);
  if (socket.is === 'open' && introduced(state)) at.push(socket.pingAt);
  if (stay.is === 'in') {
    if (media.is === 'pausing') at.push(media.until);
    if (media.is === 'making' || media.is === 'offered') at.push(media.since + times.patience);
  }
  at.push(...secondWakes(state));
  const sendAt = readyOfferAt(state);
  if (sendAt !== undefined) at.push(sendAt);
  return at.length > 0 ? Math.min(...at) : undefined;
}
