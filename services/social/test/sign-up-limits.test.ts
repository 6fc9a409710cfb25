import { networkOf } from '@stoa/protocol';
import { accounts } from '@stoa/protocol/social';
import { describe, expect, test } from 'vitest';
import { Turnstile } from '../src/accounts/turnstile.ts';
import { SoftAuthenticator } from './authenticator.ts';
import { useTown } from './town.ts';

const plenty = { perSecond: 10_000, burst: 100_000 };
const town = useTown({ signUpsPerAddressPerHour: 3, callLimits: { perAddress: plenty, perAccount: plenty } });

describe('A14 limits of signing up', () => {
  test('A14 an address has so many new accounts an hour; who waits can use the passkey that it made', async () => {
    const attempt = async (handle: string) => {
      const { options } = await town.stranger.call(accounts.signUpBegin, { handle, name: handle });
      const registration = new SoftAuthenticator(() => town.origin).create(options);
      return () =>
        town.stranger.try(accounts.signUpFinish, { handle, name: handle, registration, label: 'X' });
    };
    for (const handle of ['one', 'two', 'three'])
      expect(await (await attempt(handle))()).toMatchObject({ status: 200 });
    town.clock.pass(20 * 60_000 - 240_000);
    const fourth = await attempt('four');
    const got = await fourth();
    expect(got).toMatchObject({ status: 429, error: { code: 'tooFast' } });
    town.clock.pass(got.ok ? 0 : got.error.retryInMs!);
    expect(await fourth()).toMatchObject({ status: 200 });
  });

  test('A14 the row has an end: who finds it full is told when to come back, and everybody in it gets its turn', async () => {
    const turnstile = new Turnstile(2, 3);
    const release: (() => void)[] = [];
    const done: number[] = [];
    let inside = 0;
    let most = 0;
    const enter = (n: number) =>
      turnstile.pass(
        () => 0,
        async () => {
          most = Math.max(most, ++inside);
          await new Promise<void>((resolve) => release.push(resolve));
          inside--;
          done.push(n);
        },
      );
    const all = [0, 1, 2, 3, 4].map(enter);
    expect(turnstile.waiting).toBe(3);
    expect(turnstile.fullForMs()).toBeGreaterThan(0);
    while (done.length < 5) {
      release.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(all);
    expect(done).toEqual([0, 1, 2, 3, 4]);
    expect(most).toBe(2);
    expect(turnstile.fullForMs()).toBeUndefined();
  });

  test('A14 a row goes on after somebody in it failed', async () => {
    const turnstile = new Turnstile(1, 3);
    const failing = turnstile.pass(
      () => 0,
      async () => Promise.reject(new Error('no')),
    );
    const next = turnstile.pass(
      () => 0,
      async () => 'done',
    );
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('done');
  });

  test('A14 an IPv6 address counts for its /64, another one beside it does not', () => {
    expect(networkOf('2001:db8:1:2::9')).toBe(networkOf('2001:db8:1:2:3:4:5:6'));
    expect(networkOf('2001:db8:1:3::9')).not.toBe(networkOf('2001:db8:1:2::9'));
  });
});
