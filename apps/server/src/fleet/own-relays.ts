import type { RelayCarrier } from '@stoa/control';
import type { ControlWord, Presence, RelayWord } from '@stoa/protocol/fleet';
import type { NodeCarrier } from '@stoa/relay';

/**
 * Control and relays of one process reach each other directly, whatever becomes of the broker; all others go through it.
 * Words arrive in their order and never before the caller is done.
 */
export function ownRelays(host: string): {
  readonly node: NodeCarrier;
  besides(others: RelayCarrier): RelayCarrier;
} {
  let toNode = (_word: ControlWord) => {};
  let toControl = (_word: RelayWord) => {};
  let seen = (_presence: Presence) => {};
  let last: Presence | undefined;
  const soon = (run: () => void) => queueMicrotask(run);
  return {
    node: {
      listen(hear) {
        toNode = hear;
      },
      tell: (_control, word) => soon(() => toControl(word)),
      announce(presence) {
        last = presence;
        soon(() => seen(presence));
      },
    },
    besides: (others) => ({
      reaches: (to) => to === host || others.reaches(to),
      tell: (to, word) => (to === host ? soon(() => toNode(word)) : others.tell(to, word)),
      onPresence(listener) {
        seen = listener;
        others.onPresence((presence) => presence.host !== host && listener(presence));
        if (last) listener(last);
      },
      onWord(listener) {
        toControl = (word) => listener(host, word);
        others.onWord((from, word) => from !== host && listener(from, word));
      },
    }),
  };
}
