import { writeFile } from 'node:fs/promises';
import { brokenCodes, isBroken, liveJson, livePage, liveTerminal } from '@stoa/observatory/live';
import { everyRow, findEmbedded, openDatabase } from '@stoa/social';
import { Fault } from '../fault.ts';
import { type LiveOptions, liveAudit } from '../live/live-audit.ts';
import { FOUND } from './audit.ts';

export type LiveFlags = {
  readonly data?: string;
  readonly log?: string;
  readonly databaseUrl?: string;
  readonly pid?: string;
  readonly interface?: string;
  readonly alone?: boolean;
  readonly browser?: boolean;
  readonly relay?: readonly string[];
  readonly fence?: string;
  readonly seconds?: string;
  readonly html?: string;
  readonly json?: string | true;
};

const mostSeconds = 120;

/** Exit codes: 0 nothing is broken, 3 something is, 1 what every fault of the command ends with. */
export async function auditLive(address: string, flags: LiveFlags): Promise<void> {
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol))
    throw new Fault('The argument must be the address of a deployment, such as https://stoa.example.');
  const url = new URL(address);
  const seconds = numberOf('--seconds', flags.seconds ?? '8', mostSeconds);
  const rows = await rowsOf(flags);
  const options: LiveOptions = {
    url,
    seconds,
    isAlone: flags.alone === true,
    withBrowser: flags.browser !== false,
    relays: flags.relay ?? [],
    fence: (flags.fence ?? '')
      .split(',')
      .map((code) => code.trim().toUpperCase())
      .filter(Boolean),
    step: (text) =>
      void process.stderr.write(`${(performance.now() / 1000).toFixed(1).padStart(6)} s  ${text}\n`),
    ...(flags.interface !== undefined && { device: flags.interface }),
    ...(flags.data !== undefined && { data: flags.data }),
    ...(flags.log !== undefined && { log: flags.log }),
    ...(flags.pid !== undefined && { pid: numberOf('--pid', flags.pid, 2 ** 31) }),
    ...(rows && { rows: rows.read }),
  };
  try {
    const { outcomes, browser, members } = await liveAudit(options);
    const report = {
      outcomes,
      command: commandOf(flags),
      about: aboutOf(options, browser, members),
      at: new Date().toISOString(),
    };
    const json = `${JSON.stringify(liveJson(report), undefined, 2)}\n`;
    process.stdout.write(
      flags.json === true
        ? json
        : liveTerminal(report, process.stdout.columns ?? 120, process.stdout.isTTY === true),
    );
    if (typeof flags.json === 'string') await writeFile(flags.json, json);
    if (flags.html) await writeFile(flags.html, livePage(report));
    if (isBroken(report)) {
      process.stderr.write(`broken: ${brokenCodes(outcomes).join(', ')}\n`);
      process.exitCode = FOUND;
    }
  } finally {
    await rows?.close();
  }
}

async function rowsOf({ data, databaseUrl }: LiveFlags) {
  const found =
    databaseUrl !== undefined ? { url: databaseUrl } : data === undefined ? 'none' : await findEmbedded(data);
  if (found === 'none' || found === 'stopped') return undefined;
  const { db, close } = await openDatabase(found, { connections: 1 }).catch((error: Error) => {
    throw new Fault(error.message);
  });
  return { read: (control: string) => everyRow(db, control), close };
}

/** What was given, without what is particular to this machine. */
function commandOf({ alone, browser, fence, seconds, interface: device, ...rest }: LiveFlags): string {
  const words = ['npx stoa audit live <url>'];
  if (device !== undefined) words.push(`--interface ${device}`);
  if (alone) words.push('--alone');
  if (browser === false) words.push('--no-browser');
  if (fence) words.push(`--fence ${fence}`);
  if (seconds) words.push(`--seconds ${seconds}`);
  const places = { data: '<folder>', log: '<file>', pid: '<process>', databaseUrl: '<url>' } as const;
  for (const [name, value] of Object.entries(places))
    if (rest[name as keyof typeof places] !== undefined) words.push(`--${name.replace('U', '-u')} ${value}`);
  return words.join(' ');
}

const aboutOf = (
  { url, seconds, isAlone }: LiveOptions,
  browser: true | string,
  members: true | string,
): string[] => [
  `Five participants of our own met in a closed and an open room of a deployment ${url.protocol === 'https:' ? 'behind TLS' : 'without TLS'}, with names, titles and words made for this run alone: speech of ${seconds} seconds each in bursts, silence, mute by themselves and by a moderator, a raised hand, an invitation, a written message, a promotion, a removal and the end.`,
  members === true
    ? 'The two in the open room had accounts, made for this run and deleted after it, that follow each other.'
    : `Nobody came with an account: ${members}.`,
  browser === true
    ? 'A sixth guest came into the closed room in Chromium and listened.'
    : `Nobody came in a browser: ${browser}.`,
  isAlone
    ? 'The interface carried nothing but their packets.'
    : 'Only packets with the deployment were captured.',
];

function numberOf(name: string, text: string, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > most)
    throw new Fault(`${name} takes a whole number from 1 to ${most}.`);
  return value;
}
