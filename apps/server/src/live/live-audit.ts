// `stoa audit live`: the run, from the first packet to the verdicts.
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtInPlaces } from '@stoa/observatory';
import {
  type CanaryKind,
  CHECK_IDS,
  CHECKS,
  type CheckId,
  canariesOf,
  examineMembers,
  examinePath,
  examineRelay,
  examineServer,
  liveFinding,
  type Material,
  notRun,
  type Outcome,
  type Planted,
} from '@stoa/observatory/live';
import { Fault } from '../fault.ts';
import { capture } from './capturing.ts';
import { relaysOf, searchMemory } from './memory.ts';
import type { Facts, PlantedText } from './played.ts';
import { playInProcess } from './players.ts';
import { routeTo } from './route.ts';
import { duringAndAfter, searchDatabase, searchFiles, searchLog } from './stored.ts';

export type LiveOptions = {
  readonly url: URL;
  /** Seconds of speech of each speaker. */
  readonly seconds: number;
  readonly device?: string;
  /** Nobody else speaks on that interface. */
  readonly isAlone: boolean;
  /** One of the guests comes in Chromium, where it is installed. */
  readonly withBrowser: boolean;
  /** Addresses of relays that are not the host's. */
  readonly relays: readonly string[];
  readonly fence: readonly string[];
  readonly data?: string;
  readonly log?: string;
  readonly pid?: number;
  /** Everything that the deployment's database holds. */
  readonly rows?: (control: string) => AsyncIterable<{ readonly table: string; readonly text: string }>;
  readonly step: (text: string) => void;
};

/** What no server may learn of a guest; handles, tokens and cookies it gave out itself. */
const sealed: readonly CanaryKind[] = ['name', 'closedTitle', 'secret', 'words'];
const notForRelay: readonly CanaryKind[] = [...sealed, 'openTitle', 'handle', 'token', 'cookie'];
const ofMembers: readonly CanaryKind[] = ['account', 'session'];

export type LiveResult = {
  readonly outcomes: Map<CheckId, Outcome> /** Or why there was none. */;
  readonly browser: true | string;
  /** People with accounts met; otherwise why not. */
  readonly members: true | string;
};

/** @throws Fault when the room could not be played */
export async function liveAudit(options: LiveOptions): Promise<LiveResult> {
  const { url, step } = options;
  const folder = await mkdtemp(join(tmpdir(), 'stoa-audit-'));
  const [keyLog, tapped] = [join(folder, 'keys'), join(folder, 'tapped.pcap')];
  const outcomes = new Map<CheckId, Outcome>();
  let membersMemory = notRun('the relay was not looked at while members met');
  try {
    const route = await routeTo(url.hostname).catch(() => {
      throw new Fault(`The host ${url.hostname} is not known.`);
    });
    const expected = new Set([...route.remote, ...route.own, ...options.relays]);
    const device = options.device ?? route.device;
    const hosts = [...new Set([...route.remote, ...options.relays, ...(route.isHere ? route.own : [])])];
    // Of a shared interface only what can be the deployment's: its web port, and media, whose port is not known before.
    const port = url.port || (url.protocol === 'https:' ? '443' : '80');
    const there = hosts.map((host) => `host ${host}`).join(' or ');
    const filter = options.isAlone ? '' : `(${there}) and (udp or tcp port ${port})`;
    const grewFrom =
      options.log === undefined
        ? 0
        : await stat(options.log).then(
            ({ size }) => size,
            () => 0,
          );
    const observer = await capture({
      device,
      filter,
      file: join(folder, 'capture.pcapng'),
      mark: route.remote[0]!,
    });
    if (typeof observer === 'string') step(`no capture: ${observer}`);
    const control = randomBytes(12).toString('hex');
    const people = route.isHere || route.towards === '' ? [] : [route.towards];
    let rowsThen: Outcome | undefined;
    const order = {
      server: url.origin,
      tapped,
      seconds: options.seconds,
      chance: randomBytes(64).toString('hex'),
      ...(options.withBrowser && { browserKeyLog: `${keyLog}-browser` }),
    };
    const played = await playInProcess(order, keyLog, {
      step,
      midway: async ({ room, planted, frames }) => {
        if (room === 'members') {
          membersMemory = await relayMemory(options, planted, frames, ofMembers);
          const known = { planted: planted.map(plantedOf), people, control };
          rowsThen = options.rows && (await searchDatabase(options.rows(control), known));
        } else
          for (const [id, outcome] of await memories(options, planted, frames)) outcomes.set(id, outcome);
      },
    }).catch((error: Error) => {
      throw new Fault(`The room could not be played: ${error.message}`);
    });
    step('looking at what was captured and stored');
    if (typeof observer !== 'string') await observer.stop();
    const material: Material = {
      host: url.hostname,
      isTls: url.protocol === 'https:',
      planted: played.planted.map(plantedOf),
      spoken: played.spoken,
      isAlone: options.isAlone,
      fence: options.fence,
      expected,
      people,
      control,
    };
    const places = builtInPlaces();
    if (typeof observer === 'string') {
      for (const id of CHECK_IDS)
        if (/^(path|server)\./.test(id) && !outcomes.has(id)) outcomes.set(id, notRun(observer));
    } else {
      const path = await examinePath(observer.file, material, places);
      for (const [id, outcome] of path.outcomes) outcomes.set(id, outcome);
      const logs = [keyLog, `${keyLog}-browser`].map((path) => readFile(path, 'utf8').catch(() => ''));
      const keys = (await Promise.all(logs)).join('\n');
      for (const [id, outcome] of await examineServer(observer.file, keys, material, played.facts.wrote))
        outcomes.set(id, outcome);
    }
    for (const [id, outcome] of await examineRelay(await readFile(tapped), material))
      outcomes.set(id, outcome);
    for (const [id, outcome] of seenByPeople(played.facts)) outcomes.set(id, outcome);
    const looks = {
      path: outcomes.get('path.ids')!,
      relay: outcomes.get('relay.ids')!,
      memory: membersMemory,
    };
    for (const [id, outcome] of examineMembers(played.facts.members, material.planted, looks))
      outcomes.set(id, outcome);
    outcomes.set(
      'stored.log',
      options.log === undefined
        ? notRun("needs the server's log: --log <file>")
        : await searchLog(options.log, grewFrom, material),
    );
    outcomes.set(
      'stored.files',
      options.data === undefined
        ? notRun("needs the server's data folder, on its host: --data <folder>")
        : await searchFiles(options.data, material),
    );
    outcomes.set(
      'stored.database',
      options.rows === undefined
        ? notRun('needs the database: --database-url <url>, or --data with the embedded one')
        : duringAndAfter(rowsThen, await searchDatabase(options.rows(control), material)),
    );
    const { browser, members } = played.facts;
    return { outcomes, browser, members };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const noProcess = "needs the server's process on the same machine, and root: --pid <number>";

async function relayMemory(
  { pid }: LiveOptions,
  all: readonly PlantedText[],
  frames: readonly string[],
  kinds: readonly CanaryKind[],
): Promise<Outcome> {
  if (pid === undefined) return notRun(noProcess);
  return await searchMemory({
    pids: await relaysOf(pid),
    what: "the relay's memory",
    canaries: canariesOf(all.map(plantedOf), kinds),
    control: frames.slice(-60).map((one) => ({ what: 'frame', bytes: Buffer.from(one, 'base64') })),
    controlText: 'frames that it had just forwarded were found in it',
  });
}

async function memories(
  options: LiveOptions,
  all: readonly PlantedText[],
  frames: readonly string[],
): Promise<[CheckId, Outcome][]> {
  const { pid } = options;
  const ofRelay = await relayMemory(options, all, frames, notForRelay);
  if (pid === undefined)
    return [
      ['relay.memory', ofRelay],
      ['server.memory', notRun(noProcess)],
    ];
  const planted = all.map(plantedOf);
  return [
    ['relay.memory', ofRelay],
    [
      'server.memory',
      await searchMemory({
        pids: [pid],
        what: "the server's memory",
        canaries: canariesOf(planted, sealed),
        control: canariesOf(planted, ['handle']),
        controlText: 'the room handle was found in it',
      }),
    ],
  ];
}

function seenByPeople({ heard, saw, wrote, whyNotWritten, refused, opened }: Facts): [CheckId, Outcome][] {
  const broken = (text: string) => [liveFinding('O710', text)];
  const unsealed = Object.entries(refused).map(([why, count]) =>
    liveFinding('O709', `Members refused ${count} frames that the relay forwarded: ${why}`),
  );
  return [
    [
      'people.hear',
      {
        findings: [...unsealed, ...(heard ? [] : broken('A listener did not hear the speaker'))],
        seen: `${opened} frames arrived at members.`,
        control: CHECKS['people.hear'].control,
      },
    ],
    [
      'people.see',
      {
        findings: saw ? [] : broken('A listener did not see title and names'),
        seen: 'Title and the names on stage.',
        control: CHECKS['people.see'].control,
      },
    ],
    [
      'people.write',
      wrote
        ? { findings: [], seen: 'A message arrived.', control: CHECKS['people.write'].control }
        : notRun(whyNotWritten ?? 'nothing was written'),
    ],
  ];
}

const plantedOf = (one: PlantedText): Planted => ({
  kind: one.kind as CanaryKind,
  canary:
    'text' in one
      ? { what: one.what, text: one.text }
      : { what: one.what, bytes: Buffer.from(one.base64, 'base64') },
});
