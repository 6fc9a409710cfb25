import { Agent, request } from 'node:http';
import { accounts, type Endpoint } from '@stoa/protocol/social';
import { SoftAuthenticator } from '@stoa/testkit';
import type { z } from 'zod';
import { serve } from '../process/rpc.ts';
import { newcomerHandle } from './newcomers.ts';

const port = Number(process.argv[2]);
const origin = `http://localhost:${port}`;
const agent = new Agent({ keepAlive: true, maxSockets: 512 });
let newcomers = 0;

export type Wave = {
  /** From the time at which it was due to the answer, both calls and the making of the key included, ms. */
  readonly delays: number[];
  readonly handles: string[];
  /** Told to come back later. */
  readonly later: number;
  /** Any other answer that is no account: 5xx, and those that never came. */
  readonly broken: number;
  readonly refused: number;
};

const methods = {
  /** So many sign-ups a second, whether or not earlier ones were answered. */
  wave: async (perSecond: number, seconds: number): Promise<Wave> => {
    const wave = { delays: [] as number[], handles: [] as string[], later: 0, broken: 0, refused: 0 };
    const open = new Set<Promise<void>>();
    const start = (at: number) => {
      const one = signUp(newcomers++).then(({ status, handle }) => {
        if (status === 200) {
          wave.delays.push(performance.now() - at);
          wave.handles.push(handle);
        } else if (status === 429) wave.later += 1;
        else if (status >= 500 || status === 0) wave.broken += 1;
        else wave.refused += 1;
      });
      open.add(one);
      void one.finally(() => open.delete(one));
    };
    // Whoever was due while this process was held up comes all the same, late, and the delay counts from then.
    const from = performance.now();
    for (let due = 0; due < perSecond * seconds; ) {
      for (; due < perSecond * seconds && from + (due * 1_000) / perSecond <= performance.now(); due++) {
        start(from + (due * 1_000) / perSecond);
      }
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await Promise.all(open);
    return wave;
  },
};
export type NewcomersWorker = typeof methods;
serve(methods);

/** A passkey is made as a phone makes one: a key pair on P-256 for this account alone. */
async function signUp(number: number): Promise<{ readonly status: number; readonly handle: string }> {
  const handle = newcomerHandle(number);
  // Everybody from an address of its own.
  const address = `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;
  const begun = await call(accounts.signUpBegin, { handle, name: 'Newcomer' }, address);
  if (begun.status !== 200 || !begun.reply) return { status: begun.status, handle };
  const registration = new SoftAuthenticator(() => origin).create(begun.reply.options);
  const body = { handle, name: 'Newcomer', registration, label: 'Chrome on Android' };
  const { status } = await call(accounts.signUpFinish, body, address);
  return { status, handle };
}

function call<B extends z.ZodType, R extends z.ZodType>(
  endpoint: Endpoint<B, R>,
  body: z.output<B>,
  from: string,
): Promise<{ readonly status: number; readonly reply: z.output<R> | undefined }> {
  const payload = JSON.stringify(endpoint.body.encode(body));
  return new Promise((resolve) => {
    const sent = request(
      {
        agent,
        host: '127.0.0.1',
        port,
        path: endpoint.path,
        method: 'POST',
        headers: {
          host: `localhost:${port}`,
          origin,
          'x-from': from,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(payload),
        },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => {
          const status = response.statusCode ?? 0;
          const reply = status === 200 ? endpoint.reply.decode(JSON.parse(text) as never) : undefined;
          resolve({ status, reply: reply as z.output<R> | undefined });
        });
      },
    );
    sent.on('error', () => resolve({ status: 0, reply: undefined }));
    sent.end(payload);
  });
}
