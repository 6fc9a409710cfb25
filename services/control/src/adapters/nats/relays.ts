import type { NatsConnection } from '@nats-io/transport-node';
import { decode, decodeRelayWord, encodeWord, fleetSubjects, presenceSchema } from '@stoa/protocol/fleet';
import type { RelayCarrier } from '../../relays/relay-carrier.ts';

const askMs = 250;
/** The broker answers in a millisecond or two. When it has not for so long, the silence of relays means nothing. */
const stalledMs = 1_500;

/** NATS core subjects (`fleetSubjects`). The connection is the caller's, and stays open; call `stop` first. */
export function natsRelayCarrier(
  nats: NatsConnection,
  life: string,
  now: () => number = () => performance.now(),
): RelayCarrier & { stop(): void } {
  let connected = true;
  let answeredAt = now();
  let stopped = false;
  let asking = false;

  void (async () => {
    for await (const { type } of nats.status()) {
      if (type === 'disconnect') connected = false;
      if (type === 'reconnect') {
        connected = true;
        answeredAt = now();
      }
    }
  })();
  const timer = setInterval(() => {
    if (asking || !connected || nats.isClosed()) return;
    asking = true;
    const done = (answered: boolean) => {
      asking = false;
      if (answered) answeredAt = now();
    };
    nats.flush().then(
      () => done(true),
      () => done(false),
    );
  }, askMs);
  timer.unref();

  return {
    reaches: () => connected && !nats.isClosed() && now() - answeredAt < stalledMs,
    tell(host, word) {
      if (!stopped && !nats.isClosed() && !nats.isDraining()) {
        nats.publish(fleetSubjects.toRelays(host), encodeWord(word));
      }
    },
    onPresence(listener) {
      nats.subscribe(fleetSubjects.presence('*'), {
        callback(error, { subject, data }) {
          if (error || stopped) return;
          const presence = decode(presenceSchema, data);
          // The broker lets a host publish under its own name alone.
          if (presence && subject === fleetSubjects.presence(presence.host)) listener(presence);
        },
      });
    },
    onWord(listener) {
      nats.subscribe(fleetSubjects.toControl(life, '*'), {
        callback(error, { subject, data }) {
          if (error || stopped) return;
          const word = decodeRelayWord(data);
          const host = subject.split('.').at(-1);
          if (word && host !== undefined) listener(host, word);
        },
      });
    },
    stop() {
      stopped = true;
      clearInterval(timer);
    },
  };
}
