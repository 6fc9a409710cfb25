import type { LiveRequest } from '@stoa/protocol/social';
import { describe, expect, it } from 'vitest';
import { createLiveLine } from './live-line.ts';

class Socket extends EventTarget {
  readyState = 1;
  readonly sent: string[] = [];
  send(text: string) {
    this.sent.push(text);
  }
  close() {
    this.readyState = 3;
  }
  says(message: unknown) {
    this.dispatchEvent(Object.assign(new Event('message'), { data: JSON.stringify(message) }));
  }
  dies() {
    this.dispatchEvent(new Event('close'));
  }
}

function world() {
  const timers: { at: number; run: () => void }[] = [];
  let now = 0;
  const sockets: Socket[] = [];
  const line = createLiveLine({
    open: () => {
      const socket = new Socket();
      sockets.push(socket);
      return socket as never;
    },
    after: (ms, run) => {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer) >>> 0, timers.includes(timer) ? 1 : 0);
    },
    chance: () => 0.5,
  });
  const pass = (ms: number) => {
    const until = now + ms;
    for (;;) {
      const next = timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      now = next.at;
      timers.splice(timers.indexOf(next), 1);
      next.run();
    }
    now = until;
  };
  return { line, sockets, pass };
}

const watch: LiveRequest = { t: 'watchHallway', taste: { topics: [], languages: [] } };

describe('the live line', () => {
  it('says again after every new connection what it is to keep saying', () => {
    const { line, sockets, pass } = world();
    line.keepSaying('hallway', watch);
    line.start();
    expect(sockets[0]?.sent).toEqual([]);
    sockets[0]?.says({ t: 'hello' });
    expect(line.isConnected()).toBe(true);
    expect(sockets[0]?.sent).toEqual([JSON.stringify(watch)]);
    sockets[0]?.dies();
    expect(line.isConnected()).toBe(false);
    pass(1_000);
    sockets[1]?.says({ t: 'hello' });
    expect(sockets[1]?.sent).toEqual([JSON.stringify(watch)]);
    line.keepSaying('hallway', undefined, { t: 'leaveHallway' });
    expect(sockets[1]?.sent[1]).toBe('{"t":"leaveHallway"}');
  });

  it('waits longer after each failure, and starts anew once it is through', () => {
    const { line, sockets, pass } = world();
    line.start();
    for (const pause of [1_000, 2_000, 4_000]) {
      sockets.at(-1)?.dies();
      const before = sockets.length;
      pass(pause - 1);
      expect(sockets).toHaveLength(before);
      pass(1);
      expect(sockets).toHaveLength(before + 1);
    }
    sockets.at(-1)?.says({ t: 'hello' });
    sockets.at(-1)?.dies();
    pass(1_000);
    expect(sockets).toHaveLength(5);
  });

  it('gives up a socket that no longer answers', () => {
    const { line, sockets, pass } = world();
    line.start();
    sockets[0]?.says({ t: 'hello' });
    pass(25_000);
    expect(sockets[0]?.sent.at(-1)).toBe('{"t":"ping"}');
    sockets[0]?.says({ t: 'pong' });
    pass(15_000 + 25_000);
    pass(15_000);
    expect(line.isConnected()).toBe(false);
    pass(1_000);
    expect(sockets).toHaveLength(2);
  });

  it('drops words that it does not know, and stays away after a sign-out', () => {
    const { line, sockets, pass } = world();
    const heard: string[] = [];
    line.onMessage(({ t }) => heard.push(t));
    line.start();
    sockets[0]?.says({ t: 'hello' });
    sockets[0]?.says({ t: 'fromTheFuture' });
    sockets[0]?.dispatchEvent(Object.assign(new Event('message'), { data: '{' }));
    sockets[0]?.says({ t: 'signedOut' });
    sockets[0]?.dies();
    pass(100_000);
    expect(heard).toEqual(['hello', 'signedOut']);
    expect(sockets).toHaveLength(1);
  });
});
