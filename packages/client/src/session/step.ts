import { closedBy } from './closed.ts';
import { askServer, doubtNetwork, expectWord } from './doubt.ts';
import { endMediaPause, loseMedia, sendReadyOffer, suspectMedia, traffic, transportUp } from './media.ts';
import {
  beMoved,
  isBeside,
  loseBeside,
  secondAnswered,
  secondMade,
  secondUp,
  secondWanted,
} from './second.ts';
import type { SessionInput, SessionState, SessionStep } from './state.ts';
import {
  admitted,
  close,
  enter,
  introduce,
  loseSocket,
  openSocket,
  resumed,
  seatIsGone,
  startOver,
} from './stay.ts';
import { times } from './times.ts';
import { Turn } from './turn.ts';
import { deadlines, nextWake } from './wake.ts';

/**
 * Decides what a device does next on its way into a room and while it is there. Pure: `now` is in milliseconds on a
 * clock that never goes back, `chance` is a number in [0, 1). Rules C1 to C16 in SPEC.md.
 */
export function step(state: SessionState, input: SessionInput, now: number, chance: number): SessionStep {
  const turn = new Turn(state, now, chance);
  if (state.stay.is !== 'closed') {
    if (!stale(state, input)) {
      heard(turn, input);
      if ('transport' in input && isBeside(state, input.transport)) beside(turn, input);
      else act(turn, input);
    }
    deadlines(turn);
  }
  return { state: turn.state, effects: turn.effects, wakeAt: nextWake(turn.state) };
}

/** Word of an earlier life, socket or transport (C1). */
function stale(state: SessionState, input: SessionInput): boolean {
  if ('life' in input) return input.life !== state.life || state.stay.is !== 'entering';
  if ('socket' in input) {
    const { is } = state.socket;
    return input.socket !== state.sockets || (is !== 'open' && is !== 'opening');
  }
  if ('transport' in input) {
    if (isBeside(state, input.transport)) return false;
    const { is } = state.media;
    return input.transport !== state.transports || is === 'none' || is === 'pausing';
  }
  return false;
}

/** Whatever comes over the socket shows that the server lives (C10). */
function heard(turn: Turn, input: SessionInput): void {
  const { socket } = turn.state;
  if (!('socket' in input) || socket.is !== 'open') return;
  const { pingAt, pingedAt } = socket;
  turn.set({ socket: { is: 'open', pingAt, deadAt: turn.now + times.dead } });
  if (pingedAt !== undefined) turn.set({ roundTrip: turn.now - pingedAt });
}

function act(turn: Turn, input: SessionInput): void {
  const { stay, media } = turn.state;
  switch (input.type) {
    case 'start':
      if (stay.is === 'idle') enter(turn);
      return;
    case 'leave':
      if (turn.state.socket.is === 'open') turn.do({ do: 'sayLeave', socket: turn.state.sockets });
      close(turn, 'left');
      return;
    case 'wake':
    case 'heard':
      return;
    case 'networkChanged':
      networkChanged(turn);
      return;
    case 'ticketHeld':
      if (stay.is === 'entering') turn.set({ stay: { ...stay, ticket: true } });
      if (turn.state.socket.is === 'none') openSocket(turn);
      introduce(turn);
      return;
    case 'ticketFailed':
      ticketFailed(turn, input.why, input.retryInMs ?? 0);
      return;
    case 'keysRefused':
      close(turn, input.why);
      return;
    case 'socketClosed':
      loseSocket(turn, 0);
      return;
    case 'challenged':
      challenged(turn);
      return;
    case 'waiting':
      if (stay.is !== 'entering') return;
      turn.set({ stay: { ...stay, waitingFor: input.for }, offlineSince: undefined });
      return;
    case 'admitted':
      admitted(turn);
      return;
    case 'resumed':
      resumed(turn);
      return;
    case 'answer':
      if (input.next !== undefined) secondAnswered(turn, input.next, input.answer);
      if (input.next !== undefined || media.is !== 'offered') return;
      turn.do({ do: 'acceptAnswer', transport: turn.state.transports, answer: input.answer });
      return;
    case 'mediaLost':
      if (input.next !== undefined) {
        const { second } = turn.state;
        if ('n' in second && second.n === input.next) loseBeside(turn, input.next);
      } else if (stay.is === 'in') loseMedia(turn, input.retryInMs);
      return;
    case 'move':
      beMoved(turn, input.by);
      return;
    case 'moved':
      // It was given up here meanwhile, and at the other end nothing else is left.
      if (stay.is === 'in' && !secondWanted(turn, input.next) && media.is === 'up') loseMedia(turn, 0);
      return;
    case 'closed':
      closedBy(turn, input.code, input.retryInMs);
      return;
    case 'offerMade':
      if (media.is === 'making') turn.set({ media: { is: 'ready', sendAt: media.sendAt } });
      introduce(turn);
      sendReadyOffer(turn);
      return;
    case 'transportUp':
      if (media.is === 'offered') transportUp(turn);
      return;
    case 'transportDown':
      // The browser may have seen first that the network is gone, and then nobody answers the new offer.
      if (stay.is === 'in' && media.is === 'up') doubtNetwork(turn);
      if (stay.is === 'in') loseMedia(turn, 0);
      else startOver(turn, 0);
      return;
    case 'traffic':
      traffic(turn, input.packets, input.expected, input.crowd);
      return;
    default:
      input satisfies never;
  }
}

/** Word of the second transport, or of the one before a move. */
function beside(turn: Turn, input: Extract<SessionInput, { transport: number }>): void {
  if (input.type === 'offerMade') secondMade(turn);
  if (input.type === 'transportUp') secondUp(turn);
  if (input.type === 'transportDown') loseBeside(turn, input.transport);
}

function challenged(turn: Turn): void {
  const { socket, stay, sockets } = turn.state;
  if (socket.is !== 'opening') return;
  turn.set({ socket: { is: 'open', pingAt: turn.now + times.ping, deadAt: turn.now + times.dead } });
  if (stay.is === 'in') expectWord(turn);
  if (stay.is === 'in') turn.do({ do: 'resume', socket: sockets });
  else introduce(turn);
}

function ticketFailed(
  turn: Turn,
  why: Extract<SessionInput, { type: 'ticketFailed' }>['why'],
  retryInMs: number,
): void {
  if (why === 'roomNotFound') {
    closedBy(turn, 'roomNotFound', undefined);
    return;
  }
  if (why === 'malformed' || why === 'notFound') {
    close(turn, 'malformed');
    return;
  }
  startOver(turn, retryInMs);
}

/** Do not sit out a pause, and do not trust a socket that may hang in the old network (C14). */
function networkChanged(turn: Turn): void {
  const { stay, socket } = turn.state;
  if (stay.is === 'pausing') {
    enter(turn);
    return;
  }
  if (stay.is === 'in' && socket.is === 'pausing' && !seatIsGone(turn)) openSocket(turn);
  if (stay.is === 'in') askServer(turn, times.deadAfterChange);
  if (stay.is === 'in') endMediaPause(turn);
  suspectMedia(turn);
}
