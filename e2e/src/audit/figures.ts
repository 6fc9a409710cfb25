// `npx tsx e2e/src/audit/figures.ts [rooms] [people] [seconds]`: live rooms in Chromium and in Firefox, captured and measured. Writes
// docs/audit/figures.json, from which the numbers in docs/observatory.md come.
import { mkdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { linkControl, linkFigures, type Spoken, speechFigures } from '@stoa/observatory/live';
import { chromiumPerson, firefoxPerson, type Person } from '../stage/index.ts';
import { readDatagrams } from '../wire/packets.ts';
import { openScene, type Scene } from '../wire/scene.ts';

const [rooms = 3, people = 3, seconds = 45] = process.argv.slice(2).map(Number);
const KEPT = fileURLToPath(new URL('../../../docs/audit/', import.meta.url));
const micros = () => (performance.timeOrigin + performance.now()) * 1000;
/** From the order to the tone to its packet: an evaluation, the browser's buffers, sealing. Microseconds. */
const LATENCY = 50_000;

type Seat = { readonly person: Person; readonly room: string; readonly speaks: boolean };

/** Speech of random lengths, in each room its own. */
async function talks(person: Person, until: number): Promise<Spoken[]> {
  const spoken: Spoken[] = [];
  while (performance.now() < until) {
    await person.speak(300 + Math.random() * 500);
    const from = micros() + LATENCY;
    await sleep(400 + Math.random() * 1800);
    await person.speak(0);
    spoken.push({ from, to: micros() + LATENCY });
    await sleep(300 + Math.random() * 1500);
  }
  return spoken;
}

async function measure(browser: 'Chromium' | 'Firefox') {
  const scene: Scene = await openScene();
  try {
    const program = browser === 'Chromium' ? await scene.chromium() : await scene.firefox();
    const someone = (name: string): Promise<Person> =>
      'version' in program && browser === 'Chromium'
        ? chromiumPerson(program as Awaited<ReturnType<Scene['chromium']>>, name, {
            tone: 0,
            ignoreHTTPSErrors: true,
          })
        : firefoxPerson(program as Awaited<ReturnType<Scene['firefox']>>, name, 0);
    const capture = await scene.capture();
    const seats: Seat[] = [];
    for (let room = 0; room < rooms; room++) {
      const host = await someone(`Host ${room}`);
      const link = await host.startRoom(scene.door.url, `Room ${room}`, 'Anyone with the link');
      await host.sees('button', 'Your microphone is on. Press to mute');
      seats.push({ person: host, room: String(room), speaks: true });
      await sleep(1500);
      for (let i = 1; i < people; i++) {
        const guest = await someone(`Guest ${room} ${i}`);
        await guest.join(link);
        seats.push({ person: guest, room: String(room), speaks: false });
        await sleep(1500);
      }
    }
    console.log(`${browser}: ${seats.length} people in ${rooms} rooms`);
    const load = loadavg()[0]!;
    const until = performance.now() + seconds * 1000;
    const spoken = await Promise.all(seats.map(({ person, speaks }) => (speaks ? talks(person, until) : [])));
    await capture.stop();

    // Everybody came one after the other, so connections begin in the order of the seats.
    const { relayPort } = scene.wire(capture);
    const order: string[] = [];
    for (const { kind, from, fromPort, to, toPort } of readDatagrams(capture.file)) {
      if (kind !== 'rtp') continue;
      const person = toPort === relayPort ? `${from}:${fromPort}` : `${to}:${toPort}`;
      if (!order.includes(person)) order.push(person);
    }
    if (order.length !== seats.length)
      throw new Error(`${order.length} connections of ${seats.length} people`);
    const roomOf = new Map(seats.map(({ room }, i) => [order[i]!, room]));
    const speech = await speechFigures(
      capture.file,
      new Map(seats.flatMap(({ speaks }, i) => (speaks ? [[order[i]!, spoken[i]!] as const] : []))),
    );
    const linkage = await linkFigures(capture.file, roomOf);
    const control = await linkControl(capture.file, roomOf);
    const { sizeBits, timeBits, packets, speakers } = speech;
    const figures = {
      browser,
      rooms,
      people: seats.length,
      seconds,
      load: Math.round(load * 10) / 10,
      speech: {
        speakers: speakers.length,
        packets,
        sizes: Math.max(...speakers.map(({ sizes }) => sizes)),
        sizeBits,
        timeBits,
      },
      linkage,
      control,
    };
    console.log(JSON.stringify(figures));
    return figures;
  } finally {
    await scene.close();
  }
}

const found = [];
for (const browser of ['Chromium', 'Firefox'] as const) found.push(await measure(browser));
mkdirSync(KEPT, { recursive: true });
writeFileSync(`${KEPT}figures.json`, `${JSON.stringify(found, undefined, 2)}\n`);
process.exit(0);
