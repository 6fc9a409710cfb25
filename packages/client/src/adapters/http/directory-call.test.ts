import { expect, test } from 'vitest';
import { askForTurn } from './directory-call.ts';

const turn = {
  urls: ['turns:a.example:443?transport=tcp', 'turns:b.example:443?transport=tcp'],
  username: 'u',
  credential: 'c',
  expires: 10_000_000,
};

test('the answer of the deployment is read strictly', async () => {
  const answering = (body: unknown) => (async () => new Response(JSON.stringify(body))) as typeof fetch;
  await expect(askForTurn('https://a.example', answering({ turn }))).rejects.toThrow();
  const whole = { key: 'A'.repeat(43), directory: { body: 'e30', signature: 'A'.repeat(86) } };
  expect(await askForTurn('https://a.example', answering({ ...whole, turn }))).toEqual(turn);
  expect(await askForTurn('https://a.example', answering(whole))).toBeUndefined();
});
