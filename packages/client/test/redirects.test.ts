import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { directoryCall } from '../src/adapters/http/directory-call.ts';
import { askForTurn } from '../src/adapters/rtc/ways.ts';

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
  expect(visits).toBe(0);
});
