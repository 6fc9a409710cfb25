import { setTimeout as sleep } from 'node:timers/promises';
import { startStoa } from '../hosts/stoa.ts';
import { startTcpProxy } from '../hosts/tcp-proxy.ts';
import { cpuMsOf } from '../hosts/usage.ts';
import { type Fault, mustHold, quantile, the } from './fault.ts';
import { SteadyRoom } from './steady-room.ts';

export const reconnectStorm: Fault = {
  name: 'O2',
  title: 'every socket cut at once',
  done: ({ listeners }) =>
    `the signaling sockets of 3 speakers and ${listeners} listeners are cut in one moment`,
  holds:
    'everybody is back on the same seat, p95 within 10 s, nobody is lost, the sound has no hole of more than 60 ms, and the server’s processor time is as before within 30 s',
  sizes: { small: { listeners: 12 }, full: { listeners: 200 } },
  run: async (size, _chance, within) => {
    const stoa = await startStoa();
    const path = await startTcpProxy(stoa.port);
    let room: SteadyRoom | undefined;
    try {
      room = await SteadyRoom.open({
        server: path.url,
        speakers: 3,
        listeners: the(size, 'listeners'),
        processes: 2,
      });
      const cpu = async () => {
        const before = cpuMsOf(stoa.pid);
        await sleep(3_000);
        return (cpuMsOf(stoa.pid) - before) / 3_000;
      };
      const idle = await cpu();
      const people = room.everybody.length;
      await room.forget();
      mustHold(path.connections >= people, `${path.connections} sockets pass the path`);
      const back = new Map<object, number>();
      const from = performance.now();
      path.cut();
      await sleep(20);
      for (const deadline = from + 60_000; back.size < people; await sleep(50)) {
        if (performance.now() > deadline) break;
        const views = new Map(
          await Promise.all(room.processes.map(async (each) => [each, await each.seeAll()] as const)),
        );
        for (const person of room.everybody) {
          const isBack = views.get(person.people)?.[person.id]?.phase === 'live';
          if (isBack && !back.has(person)) back.set(person, performance.now() - from);
          if (!isBack) back.delete(person);
        }
      }
      mustHold(back.size === people, `${people - back.size} people did not come back`);
      await room.everybodyIsHere();
      let base = await cpu();
      while (base > idle * 1.5 + 0.05 && performance.now() - from < 30_000) base = await cpu();
      const quietMs = performance.now() - from;
      await room.everybodyHears();
      const { holes } = await room.sound();
      const hole = Math.max(...holes);
      const times = [...back.values()];
      const p95 = quantile(times, 0.95);
      within(p95, 10_000, `p95 of the return was ${p95} ms`);
      within(hole, 60, `the sound had a hole of ${hole} ms`);
      within(quietMs, 33_000, `the server still used ${base} of a core after ${quietMs} ms`);
      return {
        'back p50 ms': Math.round(quantile(times, 0.5)),
        'back p95 ms': Math.round(p95),
        'back last ms': Math.round(Math.max(...times)),
        'never back': 0,
        'longest hole ms': hole,
        'share of a core before': Number(idle.toFixed(3)),
        'and after': Number(base.toFixed(3)),
      };
    } finally {
      await room?.close();
      path.close();
      await stoa.kill();
    }
  },
};
