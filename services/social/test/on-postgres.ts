// `node --import tsx services/social/test/on-postgres.ts <folder of postgres and initdb> <command> [arguments ...]`
// Runs a command, usually the tests, with TEST_DATABASE_URL at a server started from these programs and removed after.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../src/store/embedded/start.ts';
import { withTestDatabase } from './config.ts';

const [bin = '', command = '', ...args] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'stoa-server-'));
await chmod(folder, 0o711);
const embedded = await startEmbedded({ folder, bin, unsafe: true, say: console.log });
try {
  const { socketFolder, user } = embedded.address as { socketFolder: string; user: string };
  const url = `postgres://${user}@localhost/postgres?host=${socketFolder}`;
  const child = spawn(command, args, { stdio: 'inherit', env: withTestDatabase(url) });
  const [code] = await once(child, 'exit');
  process.exitCode = Number(code ?? 1);
} finally {
  await embedded.stop();
  await rm(folder, { recursive: true, force: true });
}
