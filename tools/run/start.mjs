import { run } from './child.mjs';
import { inRoot, tool } from './paths.mjs';

const SERVER = 'apps/server/src/main.ts';

/** @param {string[]} args of the server */
export function start(args) {
  // A detached child cannot read the terminal, and the server has no questions.
  return run(process.execPath, ['--import', 'tsx', SERVER, 'serve', ...args], {
    ownGroup: true,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

/**
 * The server restarts when its sources change; Vite serves the web app (its vite.config.ts names the port and
 * passes the API and the socket on to the server).
 * @param {string[]} args of the server
 */
export async function dev(args) {
  const ended = new AbortController();
  const both = [
    run(process.execPath, [tool.tsx, 'watch', '--clear-screen=false', SERVER, 'serve', ...args], {
      signal: ended.signal,
    }),
    run(process.execPath, [tool.vite, '--clearScreen', 'false'], {
      cwd: inRoot('apps/web'),
      signal: ended.signal,
    }),
  ];
  const code = await Promise.race(both);
  ended.abort();
  await Promise.allSettled(both);
  return code;
}
