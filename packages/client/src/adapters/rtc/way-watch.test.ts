import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchWay, wayOf } from './way-watch.ts';
import { type Ways, waysTimes } from './ways.ts';

class FakeConnection extends EventTarget {
  iceConnectionState: RTCIceConnectionState = 'new';
  stats = new Map<string, object>();
  getStats = async () => this.stats as unknown as RTCStatsReport;
  become(state: RTCIceConnectionState) {
    this.iceConnectionState = state;
    this.dispatchEvent(new Event('iceconnectionstatechange'));
  }
}

let connection: FakeConnection;
let words: string[];
let another: boolean;
beforeEach(() => {
  vi.useFakeTimers();
  connection = new FakeConnection();
  words = [];
  another = true;
});
afterEach(() => vi.useRealTimers());

function watch() {
  const ways: Ways = {
    servers: async () => [],
    noAnswer: () => {
      words.push('noAnswer');
      return another;
    },
    doubt: () => words.push('doubt'),
    took: (way) => words.push(way),
    networkChanged: () => {},
  };
  return watchWay(connection as unknown as RTCPeerConnection, ways, () => words.push('lost'));
}

test('an answered check in time ends the watch', () => {
  watch().answered(false);
  vi.advanceTimersByTime(waysTimes.patienceMs - 1);
  connection.become('connected');
  vi.advanceTimersByTime(60_000);
  connection.become('failed');
  expect(words).toEqual([]);
});

test('none in time, or the browser gives up: another way is tried at once', () => {
  watch().answered(false);
  vi.advanceTimersByTime(waysTimes.patienceMs);
  expect(words.splice(0)).toEqual(['noAnswer', 'lost']);
  watch().answered(false);
  connection.become('failed');
  vi.advanceTimersByTime(60_000);
  expect(words).toEqual(['noAnswer', 'lost']);
});

test('without another way it is left to whoever waits for the connection', () => {
  another = false;
  watch().answered(true);
  vi.advanceTimersByTime(60_000);
  expect(words).toEqual(['noAnswer']);
});

test('a watch that was ended says nothing', () => {
  const one = watch();
  one.answered(false);
  one.end();
  vi.advanceTimersByTime(60_000);
  expect(words).toEqual([]);
});

test('a connection that was up and fell silent is doubted when it ends; one that lived, or never came up, is not', () => {
  for (const [quietMs, wanted] of [
    [waysTimes.silentMs, ['doubt']],
    [waysTimes.silentMs - 1, []],
  ] as const) {
    connection = new FakeConnection();
    const one = watch();
    one.answered(false);
    connection.become('connected');
    vi.advanceTimersByTime(10_000);
    one.counted(7);
    vi.advanceTimersByTime(quietMs);
    one.counted(7);
    one.end();
    one.end();
    expect(words.splice(0)).toEqual(wanted);
  }
  const other = watch();
  other.answered(false);
  other.end();
  expect(words).toEqual([]);
});

test('with TURN at hand, what was taken in the end is learnt', async () => {
  connection.stats = pairOf('host');
  watch().answered(true);
  connection.become('connected');
  await vi.advanceTimersByTimeAsync(3_000);
  expect(words).toEqual(['direct']);
});

const pairOf = (candidateType: string) =>
  new Map<string, object>([
    ['T', { type: 'transport', id: 'T', selectedCandidatePairId: 'P' }],
    ['O', { type: 'candidate-pair', id: 'O', localCandidateId: 'X' }],
    ['P', { type: 'candidate-pair', id: 'P', localCandidateId: 'L' }],
    ['L', { type: 'local-candidate', id: 'L', candidateType }],
  ]);

test('the way is read from what browsers count, in both manners', () => {
  expect(wayOf(pairOf('relay') as unknown as RTCStatsReport)).toBe('turn');
  expect(wayOf(pairOf('prflx') as unknown as RTCStatsReport)).toBe('direct');
  const firefox = new Map<string, object>([
    ['P', { type: 'candidate-pair', id: 'P', selected: true, localCandidateId: 'L' }],
    ['L', { type: 'local-candidate', id: 'L', candidateType: 'relay' }],
  ]);
  expect(wayOf(firefox as unknown as RTCStatsReport)).toBe('turn');
  expect(wayOf(new Map() as unknown as RTCStatsReport)).toBeUndefined();
});
