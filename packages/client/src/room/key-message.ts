import type { KeyMessage } from '@stoa/e2ee';
import type { ServerMessage } from '@stoa/protocol';

/** What of a message is for the keys to read. */
export function keyMessageOf(message: ServerMessage): KeyMessage | undefined {
  switch (message.t) {
    case 'admitted':
    case 'page':
    case 'head':
    case 'toLeaf':
    case 'acting':
    case 'request':
    case 'requestGone':
    case 'entries':
    case 'order':
    case 'fact':
    case 'startGeneration':
    case 'reacted':
      return message;
    case 'event': {
      const { event } = message;
      if (event.was !== 'said') return undefined;
      const { leaf, bytes, entry } = event;
      return { t: 'said', leaf, bytes, ...(entry && { entry }) };
    }
    default:
      return undefined;
  }
}
