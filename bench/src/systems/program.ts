import { fileURLToPath } from 'node:url';
import { environmentWith } from '../config.ts';
import { type Child, startChild } from '../process/child.ts';

const startMs = 60_000;
const entry = fileURLToPath(new URL('../../../apps/server/src/main.ts', import.meta.url));
/** The limits that keep one address from taking the server over must not limit the bench. */
const plenty = '1000000';

/**
 * The program as an operator starts it, without accounts, on the loopback and a free port; resolves when it serves.
 * @param data folder of its data
 * @param settings what else its environment says
 * @param role the part of a fleet that it is; the whole when left out
 * @throws Error with its last words when it ends first; nothing of it runs then
 */
export async function startStoa(
  data: string,
  settings: Readonly<Record<string, string>>,
  role?: string,
): Promise<{ child: Child; url: string }> {
  const env = environmentWith({
    PORT: '0',
    STOA_DATA: data,
    STOA_ACCOUNTS: '0',
    STOA_RELAY_ADDRESS: '127.0.0.1',
    STOA_ROOMS_PER_ADDRESS: plenty,
    STOA_TOKENS_PER_ADDRESS: plenty,
    STOA_SOCKETS_PER_ADDRESS: plenty,
    ...settings,
  });
  const args = ['--import', import.meta.resolve('tsx'), entry, 'serve', ...(role ? ['--role', role] : [])];
  const child = await startChild('subject', process.execPath, args, ['ignore', 'pipe', 'pipe'], env);
  try {
    return { child, url: await urlOf(child, role ?? 'server') };
  } catch (error) {
    await child.stop();
    throw error;
  }
}

/** What it prints once it serves; its outputs are read on afterwards, so that they never fill up. */
function urlOf(child: Child, name: string): Promise<string> {
  return new Promise<string>((resolve, reject) => {
    let text = '';
    const read = (chunk: unknown) => {
      text = (text + String(chunk)).slice(-2000);
      const found = /running at (http:\/\/\S+)/.exec(text);
      if (found) resolve(found[1]!);
    };
    child.process.stdout!.on('data', read);
    child.process.stderr!.on('data', read);
    child.process.once('exit', () => reject(new Error(`the ${name} did not start: ${text.trim()}`)));
    setTimeout(() => reject(new Error(`the ${name} did not start in time`)), startMs).unref();
  });
}
