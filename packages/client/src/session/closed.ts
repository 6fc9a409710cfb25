import type { CloseCode } from '@stoa/protocol';
import { close, loseSocket, startOver } from './stay.ts';
import { fewTries } from './times.ts';
import type { Turn } from './turn.ts';

/** What each close code means for the way back (C9). */
export function closedBy(turn: Turn, code: CloseCode, retryInMs: number | undefined): void {
  const wait = retryInMs ?? 0;
  switch (code) {
    case 'roomNotFound':
      // Absent and ended are told apart by nobody but those who were in.
      close(turn, turn.state.wasIn ? 'roomEnded' : 'roomNotFound');
      return;
    case 'roomEnded':
    case 'removed':
    case 'replaced':
    case 'left':
    case 'notAdmitted':
    case 'malformed':
    case 'noRelayInFence':
      close(turn, code);
      return;
    case 'roomFull':
      close(turn, code, retryInMs);
      return;
    case 'nobodyAnswered':
    case 'tokenRefused':
    case 'offerRefused':
      if (turn.state.attempt + 1 >= fewTries) close(turn, code, retryInMs);
      else startOver(turn, wait);
      return;
    case 'resumeRefused':
      startOver(turn, wait, true);
      return;
    case 'busy':
      loseSocket(turn, wait);
      // The server is there, so this is no time of being unreachable.
      turn.set({ full: turn.state.stay.is === 'pausing', offlineSince: turn.now });
      return;
    case 'tooFast':
    case 'serverStopping':
      loseSocket(turn, wait);
      return;
    default:
      code satisfies never;
  }
}
