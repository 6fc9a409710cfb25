import { freshlyUp } from './state.ts';
import { times } from './times.ts';
import type { Turn } from './turn.ts';

/** Make before break: a second transport comes up beside the present one, which goes on until the second one carries (C18). */
export function beMoved(turn: Turn, by: number): void {
  const { stay, media } = turn.state;
  // One that is being made anyway is placed where it should be.
  if (stay.is !== 'in' || media.is !== 'up') return;
  closeSecond(turn);
  turn.set({ second: { is: 'pausing', until: turn.now + Math.floor(turn.chance * by) } });
}

export function makeSecond(turn: Turn): void {
  const n = turn.state.lastTransport + 1;
  turn.set({ lastTransport: n, second: { is: 'making', n, since: turn.now } });
  turn.do({ do: 'makeOffer', transport: n, second: true });
}

export function secondMade(turn: Turn): void {
  const { stay, socket, sockets, second } = turn.state;
  if (second.is !== 'making') return;
  if (stay.is !== 'in' || stay.lostAt !== undefined || socket.is !== 'open') {
    closeSecond(turn);
    return;
  }
  turn.set({ second: { is: 'offered', n: second.n, since: turn.now, wanted: false } });
  turn.do({ do: 'sendOffer', socket: sockets, transport: second.n, second: true });
}

export function secondAnswered(turn: Turn, n: number, answer: string): void {
  const { second } = turn.state;
  if (second.is === 'offered' && second.n === n) turn.do({ do: 'acceptAnswer', transport: n, answer });
}

export function secondUp(turn: Turn): void {
  const { second } = turn.state;
  if (second.is !== 'offered') return;
  turn.set({ second: { is: 'up', n: second.n } });
  if (second.wanted) carry(turn);
}

/** True if there is such a transport: it carries now, or as soon as it is up here, too. */
export function secondWanted(turn: Turn, n: number): boolean {
  const { second, transports } = turn.state;
  // Said once more after a lost socket.
  if (transports === n) return true;
  if (!('n' in second) || second.n !== n) return false;
  if (second.is === 'up') carry(turn);
  else if (second.is === 'offered') turn.set({ second: { ...second, wanted: true } });
  return true;
}

function carry(turn: Turn): void {
  const { second, transports } = turn.state;
  if (second.is !== 'up') return;
  closeOlder(turn);
  turn.set({
    older: { n: transports, until: turn.now + times.overlap },
    transports: second.n,
    media: freshlyUp(turn.now),
    second: { is: 'none' },
    mediaFailures: 0,
  });
  turn.do({ do: 'carry', transport: second.n });
}

export function closeSecond(turn: Turn): void {
  const { second } = turn.state;
  if ('n' in second) turn.do({ do: 'closeTransport', transport: second.n });
  if (second.is !== 'none') turn.set({ second: { is: 'none' } });
}

export function closeOlder(turn: Turn): void {
  const { older } = turn.state;
  if (!older) return;
  turn.do({ do: 'closeTransport', transport: older.n });
  turn.set({ older: undefined });
}

/** Word of a transport that is not the present one. */
export const isBeside = ({ second, older }: Turn['state'], n: number): boolean =>
  ('n' in second && second.n === n) || older?.n === n;

/** It failed; the present one goes on. */
export function loseBeside(turn: Turn, n: number): void {
  if (turn.state.older?.n === n) closeOlder(turn);
  else closeSecond(turn);
}

/** What time alone decides. */
export function secondDeadlines(turn: Turn): void {
  const { second, older, socket, stay } = turn.state;
  if (older && turn.now >= older.until) closeOlder(turn);
  const hasSocket = stay.is === 'in' && stay.lostAt === undefined && socket.is === 'open';
  // Whoever asked for it is on the other end of a socket that is gone, and asks again if it still should be.
  if (second.is !== 'none' && second.is !== 'up' && !hasSocket) closeSecond(turn);
  else if (second.is === 'pausing' && turn.now >= second.until) makeSecond(turn);
  else if ('since' in second && turn.now - second.since >= times.patience) closeSecond(turn);
}

export function secondWakes({ second, older }: Turn['state']): number[] {
  const at: number[] = [];
  if (older) at.push(older.until);
  if (second.is === 'pausing') at.push(second.until);
  if ('since' in second) at.push(second.since + times.patience);
  return at;
}
