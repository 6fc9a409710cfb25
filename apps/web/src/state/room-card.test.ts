import { expect, test } from 'vitest';
import { handleOf } from './room-card.ts';

const handle = '7Qk2mV9xTzR4bN1cWfYh3g';

test('the handle is read from a link, whole or from the path on', () => {
  expect(handleOf(`/r/${handle}#k3Jx9v`)?.reveal()).toBe(handle);
  expect(handleOf(`https://rooms.example/r/${handle}#k3Jx9v`)?.reveal()).toBe(handle);
});

test('what is no link has none', () => {
  for (const link of ['', '/r/short#x', `/club#${handle}`, `/r/${handle}x#y`])
    expect(handleOf(link), link).toBeUndefined();
});
