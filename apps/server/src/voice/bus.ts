import type { NatsConnection } from '@nats-io/transport-node';
import type { Seal } from '@stoa/control';
import { encodeWord } from '@stoa/protocol/fleet';

/**
 * Words over NATS core subjects, sealed: the broker cannot read them, and a word is only what it was sealed as. The
 * connection is the caller's, and stays open.
 */
export type VoiceBus = {
  say(subject: string, as: string, word: object): void;
  hear<W>(
    subject: string,
    as: string,
    read: (bytes: Uint8Array) => W | undefined,
    hear: (word: W) => void,
  ): void;
  stop(): void;
};

export function voiceBus(nats: NatsConnection, seal: Seal): VoiceBus {
  const subscriptions: { unsubscribe(): void }[] = [];
  return {
    say(subject, as, word) {
      if (!nats.isClosed() && !nats.isDraining()) {
        nats.publish(subject, seal.seal(encodeWord(word), `voice ${as}`));
      }
    },
    hear(subject, as, read, hear) {
      subscriptions.push(
        nats.subscribe(subject, {
          callback(error, { data }) {
            const plain = error ? undefined : seal.open(data, `voice ${as}`);
            const word = plain && read(plain);
            if (word !== undefined) hear(word);
          },
        }),
      );
    },
    stop() {
      for (const each of subscriptions) if (!nats.isClosed()) each.unsubscribe();
    },
  };
}
