import { DeliverPolicy, jetstream, jetstreamManager, StorageType } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { RoomMemory } from '../../fleet/ports.ts';
import type { Seal } from '../../fleet/seal.ts';
import { answerMs } from './leases.ts';
import type { Reach } from './reach.ts';

const stream = 'stoa_memory';
const root = 'stoa.memory';
const partName = /^[a-z]+(?:\.\d+)?$/;

/**
 * Parts of rooms as the newest message of a subject each, `stoa.memory.<room>.<term>.<part>`, in the broker's memory: when the
 * broker ends, they are gone, and owners write them anew.
 */
export async function openRoomMemory(
  nats: NatsConnection,
  seal: Seal,
  reach: Reach,
  replicas = 1,
): Promise<RoomMemory> {
  const manager = await jetstreamManager(nats, { timeout: answerMs });
  const store = jetstream(nats, { timeout: answerMs });
  const about = {
    name: stream,
    subjects: [`${root}.>`],
    storage: StorageType.Memory,
    max_msgs_per_subject: 1,
    num_replicas: replicas,
    duplicate_window: 100_000_000,
  };
  let created: string | undefined;
  const lost: (() => void)[] = [];
  const begin = async () => {
    const info = await manager.streams.info(stream).catch(() => manager.streams.add(about));
    if (created === info.created) return;
    const isAnother = created !== undefined;
    created = info.created;
    if (isAnother) for (const run of lost) run();
  };
  await begin();
  const lookAgain = (): void => {
    begin().catch(() => {
      if (reach.isUp) setTimeout(lookAgain, 500).unref();
    });
  };
  reach.onBack(lookAgain);

  const terms = async (room: string): Promise<number[]> => {
    const { state } = await manager.streams.info(stream, { subjects_filter: `${root}.${room}.>` });
    return [...new Set(Object.keys(state.subjects ?? {}).map((subject) => Number(subject.split('.')[3])))];
  };

  return {
    async put(room, term, part, bytes) {
      if (!partName.test(part)) throw new Error('that is no name of a part');
      reach.check();
      const subject = `${root}.${room}.${term}.${part}`;
      const sealed = bytes ? seal.seal(bytes, subject) : new Uint8Array();
      try {
        await store.publish(subject, sealed, { timeout: answerMs, retries: 0 });
      } catch (error) {
        // A broker that began again has forgotten the stream as well. What it knew is to be written anew.
        if (reach.isUp) await begin().catch(() => {});
        throw error;
      }
    },

    async load(room) {
      reach.check();
      const out = new Map<number, Map<string, Uint8Array<ArrayBuffer>>>();
      const filter = `${root}.${room}.>`;
      const { state } = await manager.streams.info(stream, { subjects_filter: filter });
      let waiting = Object.keys(state.subjects ?? {}).length;
      if (waiting === 0) return out;
      const consumer = await store.consumers.get(stream, {
        filter_subjects: filter,
        deliver_policy: DeliverPolicy.LastPerSubject,
      });
      const messages = await consumer.fetch({ max_messages: waiting, expires: 5_000 });
      for await (const { subject, data, info } of messages) {
        const [, , , term = '', ...part] = subject.split('.');
        if (data.length > 0) {
          const bytes = seal.open(data, subject);
          if (!bytes) throw new Error('a part of a room was altered');
          const parts = out.get(Number(term)) ?? new Map();
          out.set(Number(term), parts.set(part.join('.'), bytes));
        }
        if (--waiting === 0 || info.pending === 0) break;
      }
      if (waiting > 0) throw new Error('a room could not be read to its end');
      return out;
    },

    onLost: (listener) => void lost.push(listener),

    async drop(room, before) {
      reach.check();
      if (before === undefined) {
        await manager.streams.purge(stream, { filter: `${root}.${room}.>` });
        return;
      }
      for (const term of await terms(room)) {
        if (term < before) await manager.streams.purge(stream, { filter: `${root}.${room}.${term}.>` });
      }
    },
  };
}
