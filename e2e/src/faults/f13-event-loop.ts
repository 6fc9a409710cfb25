import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { startStoa } from '../hosts/stoa.ts';
import { temporaryFolder } from '../rig/temporary.ts';
import { type Fault, mustHold, the } from './fault.ts';
import { SteadyRoom } from './steady-room.ts';
import { waitFor } from './wait.ts';

/** Runs in the server: our own code, from the event loop's sight. */
const blocker = `process.on('SIGUSR2', () => {
  const until = performance.now() + 500;
  while (performance.now() < until);
});\n`;

export const eventLoopBlocked: Fault = {
  name: 'F13',
  title: 'event loop blocked for 500 ms',
  done: ({ listeners, blocks }) =>
    `a function in the server keeps the processor for 500 ms, ${blocks} times, with 2 speakers and ${listeners} listeners; then the relay process stands still for 500 ms`,
  holds:
    'each block is in the log and in the metrics; of the server nobody hears anything (no hole of more than 60 ms); of the relay what is lost is lost in that second, and everybody hears everybody after it',
  sizes: { small: { listeners: 2, blocks: 2 }, full: { listeners: 20, blocks: 10 } },
  run: async (size, _chance, within) => {
    const file = join(temporaryFolder('block'), 'block.mjs');
    writeFileSync(file, blocker);
    const stoa = await startStoa({
      env: { NODE_OPTIONS: `--import=${pathToFileURL(file).href}`, STOA_METRICS_PORT: '0' },
    });
    let room: SteadyRoom | undefined;
    try {
      const metricsUrl = /Metrics are at (\S+)/.exec(stoa.said)?.[1] ?? '';
      const inLog = () => stoa.said.split('eventLoopBlocked').length - 1;
      room = await SteadyRoom.open({ server: stoa.url, speakers: 2, listeners: the(size, 'listeners') });
      await room.forget();
      const blocks = the(size, 'blocks');
      let before = inLog();
      for (let block = 0; block < blocks; block++) {
        process.kill(stoa.pid, 'SIGUSR2');
        await waitFor(() => inLog() > before, 5_000, 'line in the log');
        before = inLog();
        await sleep(500);
      }
      const serverHole = Math.max(...(await room.sound()).holes);
      within(serverHole, 60, `a block of the server made a hole of ${serverHole} ms`);
      const metrics = await (await fetch(metricsUrl)).text();
      // On a machine that is short of processors, a block looks like a pause.
      const counted = [...metrics.matchAll(/stoa_event_loop_blocks_total\{why="\w+"\} (\d+)/g)]
        .map(([, count]) => Number(count))
        .reduce((sum, count) => sum + count, 0);
      mustHold(counted >= blocks, `the metrics count ${counted} blocks`);

      await room.forget();
      const [relay] = stoa.relayPids();
      process.kill(relay!, 'SIGSTOP');
      await sleep(500);
      process.kill(relay!, 'SIGCONT');
      await sleep(700);
      const relayHole = Math.max(...(await room.sound()).silences);
      await room.forget();
      await sleep(2_000);
      await room.everybodyHears();
      const afterHole = Math.max(...(await room.sound()).holes);
      within(afterHole, 60, `after that second there was a hole of ${afterHole} ms`);
      within(relayHole, 1_500, `the relay's stop was heard for ${relayHole} ms`);
      await room.everybodyIsHere();
      return {
        'blocks in the log': inLog(),
        'hole while the server stood, ms': serverHole,
        'silence while the relay stood, ms': Math.round(relayHole),
        'hole after it, ms': afterHole,
      };
    } finally {
      await room?.close();
      await stoa.kill();
    }
  },
};
