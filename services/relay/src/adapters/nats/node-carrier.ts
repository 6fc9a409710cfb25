import type { NatsConnection } from '@nats-io/transport-node';
import { decodeControlWord, encodeWord, fleetSubjects } from '@stoa/protocol/fleet';
import type { NodeCarrier } from '../../node/node-carrier.ts';

/** NATS core subjects (`fleetSubjects`). The connection is the caller's, and stays open. */
export function natsNodeCarrier(nats: NatsConnection, host: string): NodeCarrier {
  const publish = (subject: string, word: object) => {
    if (!nats.isClosed() && !nats.isDraining()) nats.publish(subject, encodeWord(word));
  };
  return {
    listen(hear) {
      nats.subscribe(fleetSubjects.toRelays(host), {
        callback(error, { data }) {
          const word = error ? undefined : decodeControlWord(data);
          if (word) hear(word);
        },
      });
    },
    tell: (control, word) => publish(fleetSubjects.toControl(control, host), word),
    announce: (presence) => publish(fleetSubjects.presence(host), presence),
  };
}
