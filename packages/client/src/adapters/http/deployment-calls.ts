/**
 * How every call to a deployment is made. Nothing of it is kept, the address of the page, whose path is a room's handle, is not
 * told, and it is led nowhere else: where that would be is in no list that was checked (Z8).
 */
const guarded = { cache: 'no-store', redirect: 'error', referrerPolicy: 'no-referrer' } as const;

/** GET /api/directory at `server` (an origin). Nothing about anybody is asked for. */
export const askDirectory = (
  server: string,
  patienceMs: number,
  call: typeof fetch = fetch,
): Promise<Response> =>
  call(`${server}/api/directory`, {
    ...guarded,
    credentials: 'omit',
    signal: AbortSignal.timeout(patienceMs),
  });

/** POST of a JSON body, where handles and tokens travel, with the cookie that makes one browser one guest. */
export const postJson = (
  url: string,
  body: unknown,
  patienceMs: number,
  call: typeof fetch = fetch,
): Promise<Response> =>
  call(url, {
    ...guarded,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    credentials: 'same-origin',
    signal: AbortSignal.timeout(patienceMs),
  });
