import { describe, expect, it } from 'vitest';
import { FirstChecks, type Source, type StrayListener, strays } from './first-checks.ts';

const tick = () => new Promise((resolve) => setImmediate(resolve));

/** A port in memory: `check` is a check that the library has no connection for. */
function world(options: { fails?: boolean } = {}) {
  let now = 50_000;
  let faults = 0;
  let opened = 0;
  let stopped = 0;
  let tell: Parameters<StrayListener['onUnhandledStunRequest']>[0] = () => {};
  const state = { fails: options.fails ?? false };
  const checks = new FirstChecks({
    port: 4000,
    bindAddress: '127.0.0.1',
    now: () => now,
    onFault: () => faults++,
    listen: () => {
      if (state.fails) throw new Error('the port is taken');
      opened++;
      return {
        onUnhandledStunRequest: (callback) => {
          tell = callback;
        },
        stop: () => void stopped++,
      };
    },
  });
  return {
    checks,
    state,
    check: (localUfrag: string, port = 5000) => tell({ localUfrag, host: '192.0.2.7', port }),
    pass: (ms: number) => {
      now += ms;
    },
    counts: () => ({ opened, stopped, faults }),
  };
}

describe('the first checks of clients', () => {
  it('are told to whoever expects them, once, with where they came from', () => {
    const { checks, check, counts } = world();
    const heard: (Source | undefined)[] = [];
    checks.expect('mine', (source) => heard.push(source));
    checks.expect('other', () => heard.push(undefined));
    check('mine', 5001);
    check('mine', 5002);
    expect(heard).toEqual([{ host: '192.0.2.7', port: 5001 }]);
    expect(counts()).toEqual({ opened: 1, stopped: 0, faults: 0 });
  });

  it('are nothing to whoever has given up, or after the end', () => {
    const { checks, check, counts } = world();
    let heard = 0;
    checks.expect('gone', () => heard++)?.();
    check('gone');
    checks.expect('late', () => heard++);
    checks.close();
    check('late');
    expect(heard).toBe(0);
    expect(counts().stopped).toBe(1);
    expect(checks.expect('new', () => heard++)).toBeUndefined();
  });

  it('let no exception out into the library', () => {
    const { checks, check, counts } = world();
    checks.expect('bad', () => {
      throw new Error('no');
    });
    expect(() => check('bad')).not.toThrow();
    expect(counts().faults).toBe(1);
  });

  it('that nobody expects end the listening when they flood, and those who wait are told at once', async () => {
    const { checks, check, pass, counts } = world();
    const told: (Source | undefined)[] = [];
    checks.expect('waiting', (source) => told.push(source));
    for (let i = 0; i < strays.perSecond; i++) check('made up');
    pass(1000);
    for (let i = 0; i < strays.perSecond; i++) check('made up');
    expect(told).toEqual([]);
    check('one too many');
    expect(told).toEqual([undefined]);
    await tick();
    expect(counts()).toEqual({ opened: 1, stopped: 1, faults: 0 });
    pass(strays.pauseMs - 1);
    expect(checks.expect('early', () => {})).toBeUndefined();
    pass(1);
    let heard = 0;
    expect(checks.expect('again', () => heard++)).toBeDefined();
    check('again');
    expect(heard).toBe(1);
    expect(counts()).toEqual({ opened: 2, stopped: 1, faults: 0 });
  });

  it('are not needed: where nobody can listen, nobody waits, and it is tried again later', () => {
    const { checks, state, pass, counts } = world({ fails: true });
    expect(checks.expect('x', () => {})).toBeUndefined();
    state.fails = false;
    expect(checks.expect('x', () => {})).toBeUndefined();
    pass(strays.pauseMs);
    expect(checks.expect('x', () => {})).toBeDefined();
    expect(counts().opened).toBe(1);
  });
});
