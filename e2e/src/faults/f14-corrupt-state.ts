import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dataFolder, startStoa } from '../hosts/stoa.ts';
import { childEnvironment } from '../rig/config.ts';
import { type Fault, mustHold } from './fault.ts';

const program = fileURLToPath(new URL('../../../apps/server/bin/stoa.mjs', import.meta.url));

type Case = {
  readonly file: string;
  readonly what: string;
  /** What the one sentence says. */
  readonly says: RegExp;
  damage(path: string, chance: () => number): void;
};

const noise = (path: string, chance: () => number) => {
  const bytes = readFileSync(path);
  writeFileSync(path, Buffer.from(bytes.map(() => Math.floor(256 * chance()))));
};
const half = (path: string) => truncateSync(path, Math.floor(readFileSync(path).length / 2));

const control = 'postgres/data/global/pg_control';
const cases: readonly Case[] = [
  { file: 'deployment.key', what: 'noise', says: /deployment\.key .* is damaged/, damage: noise },
  { file: 'deployment.key', what: 'half', says: /deployment\.key .* is damaged/, damage: half },
  {
    file: 'deployment.key',
    what: 'empty',
    says: /deployment\.key .* is damaged/,
    damage: (path) => truncateSync(path, 0),
  },
  {
    file: 'postgres/data/PG_VERSION',
    what: 'noise',
    says: /holds a database of PostgreSQL|database .* is damaged/,
    damage: (path) => writeFileSync(path, '99\n'),
  },
  {
    file: control,
    what: 'cut off',
    says: /The database cannot start/,
    // Of its 8 KiB the first 300 bytes are used.
    damage: (path) => truncateSync(path, 100),
  },
  { file: control, what: 'noise', says: /The database cannot start/, damage: noise },
];

export const corruptState: Fault = {
  name: 'F14',
  title: 'state on the disk is damaged or cut off',
  done: () =>
    `each file that a start reads (${[...new Set(cases.map(({ file }) => file))].join(', ')}) is overwritten with noise, cut off or emptied, ${cases.length} ways in all; then the server is started, and started again with the file put back`,
  holds:
    'it refuses with one sentence that names what is damaged and exit code 1, and leaves the file as it found it; with the file put back everything is as before',
  sizes: { small: {}, full: {} },
  seconds: 150,
  run: async (_size, chance) => {
    const data = dataFolder();
    const first = await startStoa({ data, env: { STOA_ACCOUNTS: '1' } });
    mustHold((await first.end('SIGTERM')) === 0, 'the first server did not end by itself');
    const key = readFileSync(join(data, 'deployment.key'), 'utf8');
    let refused = 0;
    for (const { file, what, says, damage } of cases) {
      const path = join(data, file);
      const kept = `${path}.kept`;
      mustHold(existsSync(path), `there is no ${file}`);
      copyFileSync(path, kept);
      damage(path, chance);
      const damaged = readFileSync(path);
      const { code, stderr } = await start(data);
      const sentences = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('{'));
      mustHold(code === 1, `with ${file} (${what}) it ended with ${code}`);
      mustHold(sentences.length === 1, `with ${file} (${what}) it said ${sentences.length} lines`);
      mustHold(says.test(sentences[0]!), `with ${file} (${what}) it said "${sentences[0]}"`);
      mustHold(readFileSync(path).equals(damaged), `${file} (${what}) was changed`);
      // Written into, so that its owner stays.
      writeFileSync(path, readFileSync(kept));
      refused += 1;
    }
    const last = await startStoa({ data, env: { STOA_ACCOUNTS: '1' } });
    const isWell = (await fetch(`${last.url}/healthz`)).status === 200;
    await last.end('SIGTERM');
    mustHold(isWell, 'with everything put back it is not well');
    mustHold(readFileSync(join(data, 'deployment.key'), 'utf8') === key, 'the key is another one');
    return { 'damaged starts': cases.length, refused };
  },
};

function start(data: string): Promise<{ code: number | null; stderr: string }> {
  const env = childEnvironment({ PORT: '0', STOA_DATA: data, STOA_RELAYS: '1', STOA_ACCOUNTS: '1' });
  const child = spawn(process.execPath, [program, 'serve'], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (text: Buffer) => {
    stderr += text.toString();
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), 30_000);
  return new Promise((resolve) => {
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code, stderr });
    });
  });
}
