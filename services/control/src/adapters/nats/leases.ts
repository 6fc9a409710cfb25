import {
  JetStreamApiCodes,
  JetStreamApiError,
  type JetStreamManager,
  jetstream,
  jetstreamManager,
} from '@nats-io/jetstream';
import { type KV, Kvm } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Leases, Row, Table } from '../../fleet/ports.ts';
import type { Reach } from './reach.ts';

/** The broker answers in a millisecond or two; what takes longer than this is as good as lost. */
export const answerMs = 700;

/** Buckets of JetStream's key-value store, on the broker's disk: they hold random names, keyed hashes and numbers. */
export async function openLeases(nats: NatsConnection, reach: Reach, replicas = 1): Promise<Leases> {
  const manager = await jetstreamManager(nats, { timeout: answerMs });
  const stores = new Kvm(jetstream(nats, { timeout: answerMs }));
  const open = async (name: string) => {
    const store = await stores.create(name, { history: 1, replicas });
    return table(store, manager, name, reach);
  };
  return { lives: await open('stoa_nodes'), rooms: await open('stoa_rooms') };
}

function table(store: KV, manager: JetStreamManager, bucket: string, reach: Reach): Table {
  const stream = `KV_${bucket}`;
  const read = async (key: string): Promise<Row | undefined> => {
    reach.check();
    const entry = await store.get(key);
    if (entry?.operation !== 'PUT') return undefined;
    return { key, value: new Uint8Array(entry.value), revision: entry.revision };
  };
  return {
    read,
    async write(key, value, after) {
      reach.check();
      try {
        return await store.put(key, value, { previousSeq: after, timeout: answerMs });
      } catch (error) {
        if (isConflict(error)) return undefined;
        throw error;
      }
    },
    async remove(key, revision) {
      // A revision is the number of its message: deleting that one leaves whatever came after it.
      if ((await read(key))?.revision !== revision) return;
      await manager.streams.deleteMessage(stream, revision, false);
    },
    async list() {
      reach.check();
      const { state } = await manager.streams.info(stream, { subjects_filter: '>' });
      const keys = Object.keys(state.subjects ?? {}).map((subject) => subject.slice(`$KV.${bucket}.`.length));
      const rows = await Promise.all(keys.map(read));
      return rows.filter((row) => row !== undefined);
    },
  };
}

const isConflict = (error: unknown): boolean =>
  error instanceof JetStreamApiError && error.code === JetStreamApiCodes.StreamWrongLastSequence;
