import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { askDirectory } from '../src/adapters/http/deployment-calls.ts';
import { askForTurn, directoryCall } from '../src/adapters/http/directory-call.ts';
import { httpTokenCalls } from '../src/adapters/http/token-calls.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function serve(answer: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  return `http://127.0.0.1:${typeof bound === 'object' ? bound!.port : 0}`;
}

test('Z8 a server that sends us elsewhere is not followed there', async () => {
  let visits = 0;
  const elsewhere = await serve((_asked, answer) => {
    visits++;
    answer.end('{}');
  });
  const server = await serve((_asked, answer) => {
    answer.writeHead(302, { location: `${elsewhere}/api/directory` }).end();
  });
  await expect(directoryCall(server)).rejects.toThrow();
  await expect(askForTurn(server)).rejects.toThrow();
  await expect(askDirectory(server, 5_000)).rejects.toThrow();
  expect(await httpTokenCalls(server).newRoom(new Uint8Array(32))).toMatchObject({ why: 'network' });
  expect(visits).toBe(0);
});
