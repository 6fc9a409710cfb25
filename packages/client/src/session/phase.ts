import type { Phase } from '../room-view.ts';
import type { SessionState } from './state.ts';

/** What a person is told about the connection. `now` only fills `nextTryAt` while a try is under way. */
export function phaseOf(state: SessionState, everConnected: boolean, now: number): Phase {
  const { stay, socket, attempt, wasIn, full } = state;
  switch (stay.is) {
    case 'idle':
      return { is: 'connecting' };
    case 'closed':
      return {
        is: 'closed',
        why: stay.why,
        ...(stay.retryInMs !== undefined && { retryInMs: stay.retryInMs }),
      };
    case 'pausing':
      return { is: 'reconnecting', attempt, nextTryAt: stay.until, ...(full && { full }) };
    case 'entering':
      if (stay.waitingFor) return { is: 'waiting', for: stay.waitingFor };
      if (!wasIn && attempt === 0) return { is: 'connecting' };
      return { is: 'reconnecting', attempt, nextTryAt: now, ...(full && { full }) };
    case 'in':
      if (stay.lostAt !== undefined) {
        return {
          is: 'reconnecting',
          attempt,
          nextTryAt: socket.is === 'pausing' ? socket.until : now,
        };
      }
      if (state.media.is === 'up') return { is: 'live', media: 'connected' };
      return { is: 'live', media: everConnected ? 'reconnecting' : 'connecting' };
    default:
      return stay satisfies never;
  }
}
