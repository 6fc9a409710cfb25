import {
  httpErrorSchema,
  newRoomRequestSchema,
  newRoomResponseSchema,
  tokenRequestSchema,
  tokenResponseSchema,
} from '@stoa/protocol';
import type { CallFailure, TokenCalls } from '../../room/ports.ts';
import { postJson } from './deployment-calls.ts';

const patienceMs = 10_000;

/** The app's two calls, at `server` (an origin). Handles and tokens travel in bodies alone. */
export function httpTokenCalls(server: string, call: typeof fetch = fetch): TokenCalls {
  return {
    newRoom: async (keyHash) => {
      const body = newRoomRequestSchema.encode({ keyHash: new Uint8Array(keyHash) });
      const result = await post(call, `${server}/api/rooms`, body, newRoomResponseSchema);
      return 'value' in result ? { ok: true, ...result.value } : result;
    },
    join: async (room, keyHash) => {
      const body = tokenRequestSchema.encode({ room, keyHash: new Uint8Array(keyHash) });
      const result = await post(call, `${server}/api/tokens`, body, tokenResponseSchema);
      return 'value' in result ? { ok: true, ...result.value } : result;
    },
  };
}

async function post<T>(
  call: typeof fetch,
  url: string,
  body: unknown,
  schema: { parse(json: unknown): T },
): Promise<{ readonly value: T } | CallFailure> {
  try {
    const response = await postJson(url, body, patienceMs, call);
    const json: unknown = await response.json();
    if (response.ok) return { value: schema.parse(json) };
    const failure = httpErrorSchema.safeParse(json);
    if (!failure.success) return { ok: false, why: response.status >= 500 ? 'busy' : 'notFound' };
    const { code, retryInMs } = failure.data.error;
    return { ok: false, why: code, retryInMs };
  } catch {
    return { ok: false, why: 'network' };
  }
}
