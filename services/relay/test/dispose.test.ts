import { readdirSync, readFileSync } from 'node:fs';
import { peerId } from '@stoa/protocol';
import { afterEach, expect, it } from 'vitest';
import { listener, nextEvent, startRelays, until, wait } from './harness.ts';
import { sampleOffer } from './sample-offer.ts';

let relays: Awaited<ReturnType<typeof startRelays>> | undefined;
afterEach(async () => {
  await relays?.stop();
});

const footprint = (pid: number) => ({
  files: readdirSync(`/proc/${pid}/fd`).length,
  threads: readdirSync(`/proc/${pid}/task`).length,
  residentMb: Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024,
});

it('200 connections closed and 600 offers never followed up leave nothing behind', {
  timeout: 90_000,
}, async () => {
  relays = await startRelays();
  const { relay, events, join } = relays;
  let peer = 0;
  const round = async (connected: number, pending: number) => {
    const ids: number[] = [];
    for (let i = 0; i < connected; i += 10) {
      const batch = Array.from({ length: 10 }, () => ++peer);
      ids.push(...batch);
      await Promise.all(batch.map((id) => join(id, listener)));
    }
    for (let i = 0; i < pending; i++) {
      const id = ++peer;
      ids.push(id);
      const answered = nextEvent(relay, id, 'answered');
      relay.send({ type: 'join', peer: peerId(id), era: 1 as never, offer: sampleOffer(id), seat: listener });
      await answered;
    }
    for (const id of ids) relay.send({ type: 'close', peer: peerId(id) });
    const last = ids.at(-1)!;
    await until('all are gone', () => events.some((event) => event.type === 'gone' && event.peer === last));
    await wait(1500);
  };
  // The first round sets the high-water mark of code, threads and allocator; only the second can show a leak.
  await round(100, 300);
  const before = footprint(relay.pid!);
  await round(100, 300);
  const after = footprint(relay.pid!);
  expect(after.files).toBeLessThanOrEqual(before.files + 2);
  expect(after.threads).toBeLessThanOrEqual(before.threads + 1);
  // 400 connections that leaked would hold some 50 MB.
  expect(after.residentMb - before.residentMb).toBeLessThan(15);
  expect((await relays.freshLoad()).peers).toBe(0);
});
