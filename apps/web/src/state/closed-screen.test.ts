import { closeSchema } from '@stoa/protocol';
import { expect, test } from 'vitest';
import { en } from '../strings/en.ts';
import { closedScreen, closeReasons } from './closed-screen.ts';

test('every reason that the server may give has a screen with words', () => {
  for (const code of closeSchema.options) expect(closeReasons).toContain(code);
  for (const why of closeReasons) {
    expect(en.closed[why].title).toBeTruthy();
    expect(en.closed[why].todo).toMatch(/\.$/);
  }
});

test('every screen but the unsupported browser offers a way on', () => {
  for (const why of closeReasons.filter((reason) => reason !== 'unsupportedBrowser'))
    expect(closedScreen({ why }).actions.length).toBeGreaterThan(0);
});

test('who was removed or has a false link is not asked to try the same again', () => {
  for (const why of ['removed', 'wrongLink', 'secretMissing', 'roomEnded'] as const)
    expect(closedScreen({ why }).actions).toEqual(['start']);
});

test('waits are said in whole seconds, and not below one', () => {
  expect(closedScreen({ why: 'busy', retryInMs: 11_200 }).waitSeconds).toBe(12);
  expect(closedScreen({ why: 'busy', retryInMs: 300 }).waitSeconds).toBeUndefined();
  expect(closedScreen({ why: 'busy' }).waitSeconds).toBeUndefined();
});
