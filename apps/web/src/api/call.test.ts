import { endpoint } from '@stoa/protocol/social';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { CallRefused, call } from './call.ts';

const shout = endpoint({
  path: '/api/test/shout',
  access: 'anyone',
  body: z.object({ text: z.string() }),
  reply: z.object({ loud: z.string() }),
});

const answer = (status: number, body: unknown) =>
  vi.fn(async (_url: string, _init: RequestInit) => new Response(JSON.stringify(body), { status }));

afterEach(() => void vi.unstubAllGlobals());

describe('a call of the app', () => {
  it('sends JSON by POST to the path and gives the checked reply', async () => {
    const fetched = answer(200, { loud: 'HI' });
    vi.stubGlobal('fetch', fetched);
    expect(await call(shout, { text: 'hi' })).toEqual({ loud: 'HI' });
    expect(fetched.mock.calls[0]?.[0]).toBe('/api/test/shout');
    expect(fetched.mock.calls[0]?.[1]).toMatchObject({ method: 'POST', body: '{"text":"hi"}' });
  });

  it('says why the server refused, and when to try again', async () => {
    vi.stubGlobal(
      'fetch',
      answer(429, { error: { code: 'tooFast', message: 'Slow down.', retryInMs: 900 } }),
    );
    await expect(call(shout, { text: 'hi' })).rejects.toMatchObject({ why: 'tooFast', retryInMs: 900 });
  });

  it('does not believe an answer of another shape', async () => {
    vi.stubGlobal('fetch', answer(200, { quiet: 'hi' }));
    await expect(call(shout, { text: 'hi' })).rejects.toMatchObject({ why: 'unexpected' });
    vi.stubGlobal('fetch', answer(502, 'Bad gateway'));
    await expect(call(shout, { text: 'hi' })).rejects.toMatchObject({ why: 'unexpected' });
  });

  it('tells a lost connection from a call that nobody waits for', async () => {
    const cut = new AbortController();
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('network');
    });
    await expect(call(shout, { text: 'hi' })).rejects.toBeInstanceOf(CallRefused);
    cut.abort();
    await expect(call(shout, { text: 'hi' }, cut.signal)).rejects.not.toBeInstanceOf(CallRefused);
  });
});
