import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { ClockFact } from '../checks/clock.ts';

export type Answered = {
  readonly status: number | undefined;
  readonly date: string | undefined;
  readonly body: string;
};

const mostBytes = 4_096;

/** Asks an address once for its health; undefined: no answer in time. Its certificate is looked at elsewhere. */
export function askHealth(url: URL, patienceMs: number): Promise<Answered | undefined> {
  const ask = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve) => {
    const sent = ask(
      new URL('/healthz', url),
      { timeout: patienceMs, rejectUnauthorized: false, headers: { connection: 'close' } },
      (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          body = (body + chunk).slice(0, mostBytes);
        });
        response.on('close', () =>
          resolve({ status: response.statusCode, date: response.headers.date, body }),
        );
      },
    );
    sent.on('timeout', () => sent.destroy());
    sent.on('error', () => resolve(undefined));
    sent.end();
  });
}

/** Does a Stoa answer there? */
export const isStoa = (answer: Answered | undefined): boolean =>
  answer !== undefined && /^\{"status":"\w+"\}$/.test(answer.body.trim());

/** The clock behind an answer: it says whole seconds, of a moment before now. */
export function clockOf(answer: Answered | undefined, now: number): ClockFact | undefined {
  const date = answer?.date === undefined ? Number.NaN : Date.parse(answer.date);
  return Number.isNaN(date) ? undefined : { of: 'STOA_PUBLIC_URL', aheadMs: now - date, slackMs: 2_000 };
}
