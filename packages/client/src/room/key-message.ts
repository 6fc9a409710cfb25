import type { KeyMessage } from '@stoa/e2ee';
import type { ServerMessage } from '@stoa/protocol';

/** The message again if it concerns keys. */
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
      return message;
    default:
      return undefined;
  }
}
