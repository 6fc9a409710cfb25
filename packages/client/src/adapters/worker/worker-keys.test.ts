import { createKeySession } from '@stoa/e2ee';
import { joinToken, leaf, linkFragment, roomHandle } from '@stoa/protocol';
import { expect, test } from 'vitest';
import { answerCalls } from './answer-calls.ts';
import type { FromWorker, ToWorker } from './rpc.ts';
import { type VoicesMessage, type WorkerLink, workerKeys } from './worker-keys.ts';

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const room = roomHandle('AAECAwQFBgcICQoLDA0ODw');
const token = joinToken('dG9rZW4');

/** Both sides in one thread; every message is cloned as a worker's messages are. */
async function pair() {
  const keys = await createKeySession({ random });
  const crossed: unknown[] = [];
  const link: WorkerLink & { tell(message: FromWorker): void } = {
    onmessage: null,
    onerror: null,
    tell: (message) => link.onmessage?.({ data: structuredClone(message) } as MessageEvent<FromWorker>),
    postMessage: (message) => {
      const data = structuredClone(message) as Extract<ToWorker, { call: unknown }>;
      crossed.push(data);
      answerCalls(keys, async (leaf) => (leaf === 3 ? new Uint8Array([1, 2]) : undefined))(data).then(
        (result) => {
          crossed.push(result);
          link.tell({ id: data.id, result });
        },
        (error: Error) => link.tell({ id: data.id, fault: error.name }),
      );
    },
  };
  const heard: VoicesMessage[] = [];
  const made = workerKeys(link, (message) => heard.push(message));
  link.tell({ ready: { key: keys.key, keyHash: keys.keyHash } });
  return { keys, remote: await made, link, heard, crossed };
}

test('a room is opened and joined through the passage as it is without it', async () => {
  const host = await pair();
  expect(host.remote.keyHash).toEqual(host.keys.keyHash);
  const opening = await host.remote.open(
    { room, profile: { name: 'Host' }, policy: 'link', title: 'A title' },
    1_000,
  );
  expect(String(opening.fragment)).toBe('[link]');
  const guest = await pair();
  const options = { room, token, card: opening.card, profile: { name: 'Guest' } };
  const joining = await guest.remote.join({ ...options, fragment: opening.fragment }, 1_000);
  expect(joining).toMatchObject({ ok: true, title: 'A title', policy: 'link' });
  const wrong = await guest.remote.join({ ...options, fragment: linkFragment('A'.repeat(22)) }, 1_000);
  expect(wrong).toEqual({ ok: false, why: 'wrongLink' });
});

test('proofs are made inside, and faults come back as errors that say nothing of the input', async () => {
  const { remote } = await pair();
  expect(await remote.proveJoin(random(16), token, 'AA:BB')).toHaveLength(64);
  await expect(remote.proveResume(random(16))).rejects.toThrow(/^the key worker refused: Error$/);
});

test('evidence is made inside; the page gets its bytes', async () => {
  const { remote } = await pair();
  expect(await remote.evidence(leaf(3))).toEqual(new Uint8Array([1, 2]));
  expect(await remote.evidence(leaf(4))).toBeUndefined();
});

test('voices are passed on; a worker that dies fails every call', async () => {
  const { remote, link, heard } = await pair();
  link.tell({ voices: [{ leaf: 3, level: 2, verified: 'verified' }], ownLevel: 1 });
  expect(heard).toEqual([{ voices: [{ leaf: 3, level: 2, verified: 'verified' }], ownLevel: 1 }]);
  link.postMessage = () => {};
  const call = remote.tick(1);
  link.onerror?.({} as ErrorEvent);
  await expect(call).rejects.toThrow('does not run');
});

test('a worker that cannot make keys refuses the whole life', async () => {
  const link: WorkerLink = { onmessage: null, onerror: null, postMessage: () => {} };
  const made = workerKeys(link, () => {});
  link.onmessage?.({ data: { failed: true } } as MessageEvent<FromWorker>);
  await expect(made).rejects.toThrow('does not run');
});
