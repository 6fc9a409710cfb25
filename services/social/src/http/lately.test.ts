import { accountId, type SessionId, sessionId } from '@stoa/protocol/social';
import { expect, test } from 'vitest';
import { HandClock } from '../../test/clock.ts';
import { News, type NewsItem } from '../news.ts';
import { lately } from './lately.ts';
import type { AccountViewer } from './viewer.ts';

const ada = accountId('A'.repeat(22));
const grace = accountId('B'.repeat(22));
const session: SessionId = sessionId('C'.repeat(22));
const cookie = { cookie: 'ada' };

/** A database of one session that counts questions; with `hold`, its answers come when they are let out. */
function desk() {
  const clock = new HandClock();
  const news = new News();
  const viewer: AccountViewer = {
    kind: 'account',
    id: ada,
    session,
    via: 'session',
    scopes: new Set(),
    operator: true,
    passkeyAt: 1,
  };
  const state = { asked: 0, lives: true, hold: undefined as Promise<void> | undefined };
  const authenticate = lately({
    authenticate: async () => {
      state.asked += 1;
      const found = state.lives ? viewer : undefined;
      await state.hold;
      return found;
    },
    news,
    clock,
  });
  return {
    clock,
    news,
    state,
    ask: (credential: Parameters<typeof authenticate>[0] = cookie) => authenticate(credential, 0),
  };
}

test('H12 a session is asked for once in ten seconds', async () => {
  const { clock, state, ask } = desk();
  for (let second = 0; second < 20; second += 1) {
    expect((await ask())?.id.equals(ada)).toBe(true);
    clock.pass(1_000);
  }
  expect(state.asked).toBe(2);
});

test.each<NewsItem>([
  { kind: 'sessionEnded', account: ada, session },
  { kind: 'banned', account: ada },
  { kind: 'accountGone', account: ada },
])('H12 after $kind the next call is asked for', async (item) => {
  const { clock, news, state, ask } = desk();
  await ask();
  clock.pass(10);
  state.lives = false;
  news.tell(item);
  expect(await ask()).toBeUndefined();
  expect(await ask()).toBeUndefined();
});

test('H12 what was under way when a session ended is not kept', async () => {
  const { clock, news, state, ask } = desk();
  let letOut = () => {};
  state.hold = new Promise((resolve) => {
    letOut = resolve;
  });
  const slow = ask();
  clock.pass(10);
  state.lives = false;
  news.tell({ kind: 'sessionEnded', account: ada, session });
  clock.pass(10);
  letOut();
  await slow;
  expect(await ask()).toBeUndefined();
});

test('H12 the end of somebody else changes nothing', async () => {
  const { clock, news, state, ask } = desk();
  await ask();
  clock.pass(10);
  news.tell({ kind: 'banned', account: grace });
  await ask();
  expect(state.asked).toBe(1);
});

test('H12 what comes from memory is neither fresh nor an operator, and a token is always asked for', async () => {
  const { state, ask } = desk();
  expect(await ask()).toMatchObject({ operator: true, passkeyAt: 1 });
  expect(await ask()).toMatchObject({ operator: false, passkeyAt: Number.NEGATIVE_INFINITY });
  await ask({ bearer: 'stoa_x' });
  await ask({ bearer: 'stoa_x' });
  expect(state.asked).toBe(3);
});

test('H12 a session that is none is not remembered as none', async () => {
  const { state, ask } = desk();
  state.lives = false;
  expect(await ask()).toBeUndefined();
  state.lives = true;
  expect(await ask()).toBeDefined();
});
