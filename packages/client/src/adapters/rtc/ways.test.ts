import { expect, test } from 'vitest';
import { findWays, storedMemory, type TurnAnswer, waysTimes } from './ways.ts';

const turn: TurnAnswer = {
  urls: ['turns:a.example:443?transport=tcp', 'turns:b.example:443?transport=tcp'],
  username: 'u',
  credential: 'c',
  expires: 10_000_000,
};

function world(answer: () => Promise<TurnAnswer | undefined> = async () => turn) {
  const state = { now: 1_000, until: 0, asked: 0 };
  const ways = findWays({
    ask: () => {
      state.asked++;
      return answer();
    },
    permits: (url) => !url.includes('b.example'),
    now: () => state.now,
    memory: {
      read: () => state.until,
      write: (until) => {
        state.until = until;
      },
    },
  });
  return { state, ways };
}

test('where UDP works nothing is asked for and no server is named', async () => {
  const { state, ways } = world();
  expect(await ways.servers()).toEqual([]);
  ways.took('direct');
  expect(await ways.servers()).toEqual([]);
  expect(state.asked).toBe(0);
});

test('where nothing came back, the next connection has the servers that this room may use', async () => {
  const { state, ways } = world();
  expect(ways.noAnswer()).toBe(true);
  const servers = await ways.servers();
  expect(servers).toEqual([{ urls: [turn.urls[0]], username: 'u', credential: 'c' }]);
  expect(await ways.servers()).toEqual(servers);
  expect(state.asked).toBe(1);
  // That too failed: there is no third way.
  expect(ways.noAnswer()).toBe(false);
});

test('it is remembered for an hour, until UDP is seen to work, or until the network changes', async () => {
  const { state, ways } = world();
  ways.noAnswer();
  state.now += waysTimes.rememberMs;
  expect(await ways.servers()).toEqual([]);
  for (const end of [() => ways.took('direct'), () => ways.networkChanged()]) {
    ways.noAnswer();
    ways.took('turn');
    expect(await ways.servers()).toHaveLength(1);
    end();
    expect(await ways.servers()).toEqual([]);
  }
});

test('a connection that fell silent: both ways for the next one, and what it took is believed', async () => {
  const { state, ways } = world();
  ways.doubt();
  expect(await ways.servers()).toHaveLength(1);
  state.now += waysTimes.doubtMs;
  expect(await ways.servers()).toEqual([]);
  ways.doubt();
  ways.took('turn');
  state.now += waysTimes.doubtMs;
  expect(await ways.servers()).toHaveLength(1);
  ways.doubt();
  ways.took('direct');
  expect(await ways.servers()).toEqual([]);
});

test('a credential that is about to end is asked for again', async () => {
  const { state, ways } = world();
  ways.noAnswer();
  await ways.servers();
  state.now = turn.expires - waysTimes.spareMs;
  ways.noAnswer();
  await ways.servers();
  expect(state.asked).toBe(2);
});

test('a deployment without TURN, or one that does not answer: UDP alone, and asked again', async () => {
  for (const answer of [async () => undefined, () => Promise.reject(new Error('offline'))]) {
    const { state, ways } = world(answer);
    ways.noAnswer();
    expect(await ways.servers()).toEqual([]);
    expect(await ways.servers()).toEqual([]);
    expect(state.asked).toBeGreaterThan(1);
  }
});

test('a page without storage remembers for itself; what others wrote there is no number', () => {
  const refusing = storedMemory(() => {
    throw new Error('denied');
  });
  refusing.write(5);
  expect(refusing.read()).toBe(5);
  const odd = storedMemory(() => ({ getItem: () => 'x' }) as unknown as Storage);
  expect(odd.read()).toBe(0);
});
