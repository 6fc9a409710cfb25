import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { makeMembers } from './members.ts';
import type { PlantedText } from './played.ts';

const wish = (handle: string) => ({ handle, name: 'Qorvel Tamsin', bio: 'Tea' });

test.each<[string, number, string, string]>([
  ['no such call', 404, '', 'the deployment has no accounts'],
  ['a page instead', 404, '<h1>Nothing here</h1>', 'the deployment has no accounts'],
  [
    'a limit',
    429,
    '{"error":{"code":"tooFast","message":"Too many new accounts just now."}}',
    'the deployment refused to make accounts for this run ("tooFast")',
  ],
  ['a fault', 500, 'Oops', 'the deployment refused to make accounts for this run ("500")'],
])('a deployment that answers a sign-up with %s', async (_what, status, body, why) => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(status).end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const planted: PlantedText[] = [];
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const made = await makeMembers(url, [wish('mqorvel'), wish('mtamsin')], (one) => planted.push(one));
  server.close();
  expect(made).toBe(why);
  expect(planted).toEqual([]);
  expect(asked).toEqual(['/api/accounts/sign-up-begin']);
});
