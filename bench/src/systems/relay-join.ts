import type { RelayCommand, RelayEvent } from '@stoa/protocol';
import type { RelayHandle } from '@stoa/relay';

/** What control does with a relay, as far as a bench without rooms needs it. */

const answerMs = 10_000;

export type Join = Omit<Extract<RelayCommand, { type: 'join' }>, 'type'>;

/** Sends a join and waits for the answer. @returns the relay's session description */
export function joinRelay(relay: RelayHandle, join: Join): Promise<string> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      clearTimeout(timer);
      stop();
      act();
    };
    const stop = relay.onEvent((event: RelayEvent) => {
      if (!('peer' in event) || event.peer !== join.peer) return;
      if (event.type === 'answered') settle(() => resolve(event.answer));
      else if (event.type === 'refused')
        settle(() => reject(new Error(`the relay refused an offer: ${event.why}`)));
    });
    const timer = setTimeout(() => settle(() => reject(new Error('the relay did not answer'))), answerMs);
    relay.send({ type: 'join', ...join });
  });
}

/** The process behind a handle: the supervisor shows it to operators, the interface for control does not have it. */
export function pidOf(relay: RelayHandle): number {
  if ('pid' in relay && typeof relay.pid === 'number') return relay.pid;
  throw new Error('the relay does not show its process');
}
