import type { ServerMessage } from '@stoa/protocol';
import type { SessionInput } from '../session/state.ts';

/** What a message means for the way in and back; one of a newer server at least shows that it lives. */
export function meaningOf(message: ServerMessage | undefined, socket: number): SessionInput {
  switch (message?.t) {
    case 'challenge':
      return { type: 'challenged', socket };
    case 'waiting':
      return { type: 'waiting', socket, for: message.for };
    case 'answer':
      return { type: 'answer', socket, answer: message.answer, next: message.next };
    case 'mediaLost':
      return { type: 'mediaLost', socket, retryInMs: message.retryInMs, next: message.next };
    case 'move':
      return { type: 'move', socket, by: message.by };
    case 'moved':
      return { type: 'moved', socket, next: message.next };
    case 'closed':
      return { type: 'closed', socket, code: message.code, retryInMs: message.retryInMs };
    case 'resumed':
      return { type: 'resumed', socket };
    default:
      return { type: 'heard', socket };
  }
}
