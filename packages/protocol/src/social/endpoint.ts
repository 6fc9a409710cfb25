import { z } from 'zod';

/** What a personal API token may be allowed to do. */
export const scopeSchema = z.enum([
  'profileRead',
  'profileWrite',
  'peopleRead',
  'peopleWrite',
  'roomsRead',
  'roomsWrite',
  'clubsRead',
  'clubsWrite',
  'eventsRead',
  'eventsWrite',
  'notificationsRead',
  'notificationsWrite',
  'messagesRead',
  'messagesWrite',
]);
export type Scope = z.infer<typeof scopeSchema>;

export type Access = 'anyone' | 'account' | 'operator';

/**
 * One call of the app: always `POST`, always a JSON body, so that no id ever stands in a path or query. It is data, so
 * that the server, the web app and the authorisation test read the same list.
 */
export type Endpoint<
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
  A extends Access = Access,
> = {
  readonly path: `/api/${string}`;
  readonly access: A;
  /** What a personal API token must carry; without one only the app's own session may call. */
  readonly scope?: Scope;
  /** Needs a passkey assertion of the last five minutes. */
  readonly fresh?: true;
  /** Largest body in bytes; 16 kB without it. */
  readonly bodyBytes?: number;
  /** The body is not JSON but these bytes (`application/octet-stream`); `body` must then be `rawBytesSchema`. */
  readonly raw?: true;
  readonly body: B;
  readonly reply: R;
};

export const endpoint = <B extends z.ZodType, R extends z.ZodType, const A extends Access>(
  definition: Endpoint<B, R, A>,
): Endpoint<B, R, A> => definition;

/** For calls that ask, or answer, nothing. */
export const nothingSchema = z.strictObject({});

export const rawBytesSchema = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
