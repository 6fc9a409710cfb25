import { type Endpoint, type ErrorCode, errorBodySchema } from '@stoa/protocol/social';
import { z } from 'zod';

/** Why a call was not answered: the server's word, or what happened on the way. */
export type Refused = ErrorCode | 'offline' | 'unexpected';

export class CallRefused extends Error {
  readonly why: Refused;
  /** When it makes sense to try again, in ms, if the server said so. */
  readonly retryInMs: number | undefined;
  /** Opens what somebody banned is told. */
  readonly ticket: string | undefined;

  constructor(why: Refused, retryInMs?: number, ticket?: string) {
    super(`The call was refused: ${why}`);
    this.why = why;
    this.retryInMs = retryInMs;
    this.ticket = ticket;
  }
}

/** A call waits so long for its answer. */
const patienceMs = 20_000;

/**
 * One call of the app. Rejects with `CallRefused`; with an `AbortError` when `signal` says that nobody waits any more.
 */
export async function call<B extends z.ZodType, R extends z.ZodType>(
  endpoint: Endpoint<B, R>,
  body: z.output<B>,
  signal?: AbortSignal,
): Promise<z.output<R>> {
  const raw = endpoint.raw === true;
  const sent = raw ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(z.encode(endpoint.body, body));
  const patience = AbortSignal.timeout(patienceMs);
  let response: Response;
  let read: unknown;
  try {
    response = await fetch(endpoint.path, {
      method: 'POST',
      headers: { 'content-type': raw ? 'application/octet-stream' : 'application/json' },
      body: sent,
      credentials: 'same-origin',
      signal: signal ? AbortSignal.any([signal, patience]) : patience,
    });
    read = await response.json();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new CallRefused('offline');
  }
  if (!response.ok) {
    const refusal = errorBodySchema.safeParse(read).data?.error;
    throw new CallRefused(refusal?.code ?? 'unexpected', refusal?.retryInMs, refusal?.ticket);
  }
  const reply = endpoint.reply.safeParse(read);
  if (!reply.success) throw new CallRefused('unexpected');
  return reply.data;
}

export type Call = typeof call;
