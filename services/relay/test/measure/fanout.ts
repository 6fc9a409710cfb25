import { execFileSync, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { eraId, peerId, type RelayLoad } from '@stoa/protocol';
import { createRelayPool } from '../../src/supervisor.ts';
import { senderOf, talk, testClient } from '../client.ts';

/**
 * CPU time of the relay process for each packet it forwards: one speaker, N listeners, real DTLS-SRTP on loopback.
 * node --import tsx services/relay/test/measure/fanout.ts [listeners=100] [seconds=10] [speakers=1]
 */
const [listeners = 100, seconds = 10, speakers = 1] = process.argv.slice(2).map(Number);
const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK']).toString());
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function cpu(pid: number): { user: number; system: number } {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return { user: Number(fields[11]) / ticksPerSecond, system: Number(fields[12]) / ticksPerSecond };
}

const pool = createRelayPool({
  count: 1,
  bindAddress: '127.0.0.1',
  firstPort: 0,
  log: (line) => console.error(line),
});
await pool.start();
const relay = pool.relays[0]!;
const pid = relay.pid!;
let load: RelayLoad | undefined;
const answers = new Map<number, (answer: string) => void>();
relay.onEvent((event) => {
  if (event.type === 'pong') load = event.load;
  if (event.type === 'answered') answers.get(event.peer)?.(event.answer);
  if (event.type === 'refused') throw new Error(event.why);
});
const join = (n: number, offer: string, publish: boolean, sender = 0) =>
  new Promise<string>((resolve) => {
    answers.set(n, resolve);
    relay.send({
      type: 'join',
      peer: peerId(n),
      era: eraId(1),
      offer,
      seat: { publish, subscribe: true, onStage: publish },
      sender,
    });
  });

const child = fork(fileURLToPath(new URL('./listeners.ts', import.meta.url)), [], {
  execArgv: ['--import', 'tsx'],
  serialization: 'advanced',
});
const settled = new Map<number, () => void>();
const offers = new Map<number, (offer: string) => void>();
let heard: number[] = [];
child.on('message', (message: { n: number; offer?: string; heard?: number[] }) => {
  if (message.heard) heard = message.heard;
  else if (message.offer !== undefined) offers.get(message.n)?.(message.offer);
  else settled.get(message.n)?.();
});

const talkers = [];
for (let i = 0; i < speakers; i++) {
  const client = testClient({ deaf: true });
  client.accept(await join(10_000 + i, client.offer, true, senderOf(client.ssrc)));
  await client.connected();
  talkers.push(client);
}
const joinBefore = cpu(pid);
const addListener = async (n: number) => {
  const offer = await new Promise<string>((resolve) => {
    offers.set(n, resolve);
    child.send({ n });
  });
  const answer = await join(n, offer, false);
  await new Promise<void>((resolve) => {
    settled.set(n, resolve);
    child.send({ n, answer });
  });
};
for (let n = 0; n < listeners; n += 20) {
  await Promise.all(Array.from({ length: Math.min(20, listeners - n) }, (_, i) => addListener(n + i)));
}
const joinAfter = cpu(pid);
const joinMs = (joinAfter.user + joinAfter.system - joinBefore.user - joinBefore.system) * 1000;

const talks = talkers.map((client) => talk(client));
await wait(2500);
const pinned = process.argv.includes('--pin');
if (pinned) {
  execFileSync('taskset', ['-apc', '0', String(pid)]);
  execFileSync('taskset', ['-apc', '1', String(child.pid)]);
  await wait(1500);
}
const first = load!;
const before = cpu(pid);
await wait(seconds * 1000);
const after = cpu(pid);
const last = load!;
const packets = last.packetsForwarded - first.packetsForwarded;
// The two loads come with pings, once a second: scale to the same time as the CPU figures.
const perSecond = 50 * speakers * listeners;
const us = (a: number, b: number) => Number((((b - a) * 1e6) / (perSecond * seconds)).toFixed(2));
child.kill('SIGUSR2');
await wait(300);
console.log(
  JSON.stringify({
    listeners,
    speakers,
    connected: last.connected,
    forwardedPerSecond: Math.round(packets / seconds),
    expectedPerSecond: perSecond,
    userUs: us(before.user, after.user),
    systemUs: us(before.system, after.system),
    totalUs: us(before.user + before.system, after.user + after.system),
    joinCpuMs: Number((joinMs / listeners).toFixed(2)),
    residentMb: Math.round(last.residentBytes / 1e6),
    heard: heard.slice(0, 4),
    sent: talks[0]!.sent(),
  }),
);
for (const t of talks) t.stop();
child.disconnect();
await pool.stop();
process.exit(0);
