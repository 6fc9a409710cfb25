import { describe, expect, test } from 'vitest';
import { en } from '../strings/en.ts';
import { type DeviceFacts, verdictsOf, worstFirst } from './connection-verdicts.ts';

const device: DeviceFacts = { isSecure: true, missing: [], microphone: 'granted' };
const network = { server: true, signaling: 'good', way: 'udp', tookMs: 240, clockAheadMs: 0 } as const;
const said = (given: DeviceFacts, found?: Parameters<typeof verdictsOf>[1]) =>
  verdictsOf(given, found).map(({ says, state }) => `${says} ${state}`);

describe('the connection check', () => {
  test('with nothing wrong says so of all seven parts', () => {
    const verdicts = verdictsOf(device, network);
    expect(verdicts.map(({ part }) => part)).toEqual([
      'page',
      'browser',
      'microphone',
      'server',
      'rooms',
      'sound',
      'clock',
    ]);
    expect(verdicts.every(({ state }) => state === 'good')).toBe(true);
  });

  test.each([
    ['no https', { ...device, isSecure: false }, network, 'pageBad bad'],
    ['an old browser', { ...device, missing: ['webrtc'] }, undefined, 'browserBad bad'],
    [
      'no microphone, which one can do without',
      { ...device, microphone: 'none' as const },
      network,
      'microphoneNone fair',
    ],
    [
      'a microphone that is not allowed',
      { ...device, microphone: 'denied' as const },
      network,
      'microphoneDenied fair',
    ],
    ['no server', device, { ...network, server: false }, 'serverBad bad'],
    ['no WebSocket', device, { ...network, signaling: 'failed' as const }, 'roomsBad bad'],
    ['a full server', device, { ...network, signaling: 'busy' as const }, 'roomsBusy fair'],
    ['blocked UDP', device, { ...network, way: 'tcp' as const }, 'soundTcp fair'],
    ['no way for sound', device, { ...network, way: undefined }, 'soundBad bad'],
    ['a clock that is off', device, { ...network, clockAheadMs: -90_000 }, 'clockBad bad'],
  ])('%s', (_what, given, found, expected) => expect(said(given, found)).toContain(expected));

  test('what lies behind a thing that does not work is not judged', () => {
    expect(said(device, { ...network, server: false }).join()).not.toMatch(/rooms|sound|clock/);
    expect(said(device, { ...network, signaling: 'failed' }).join()).not.toContain('sound');
  });

  test('what is wrong stands first', () => {
    const verdicts = worstFirst(
      verdictsOf({ ...device, microphone: 'none' }, { ...network, way: undefined }),
    );
    expect(verdicts.map(({ part }) => part).slice(0, 3)).toEqual(['sound', 'microphone', 'page']);
  });

  test('there are words for each', () => {
    const words = Object.keys(en.checkPage.says);
    expect(words).toHaveLength(18);
  });
});
