import type { ErrorBody } from '@stoa/protocol/social';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock, Log } from '../ports.ts';
import { type Answer, Written } from './answer.ts';
import type { Door } from './door.ts';
import { notFound, Refusal, statusOf } from './refusal.ts';
import { freshMs, type Viewer } from './viewer.ts';

export type RouterOptions = {
  readonly door: Door;
  readonly clock: Clock;
  readonly answers: readonly Answer[];
  readonly log: Log;
};

const usualBodyBytes = 16_384;
const octets = 'application/octet-stream';

type Known = { readonly viewer: Viewer; readonly address: string; readonly now: number };

/** Registers every answer under its path. One uniform way for all: origin, who, budget, right, body, answer, reply. */
export function routes(app: FastifyInstance, options: RouterOptions): void {
  const { door, clock, log } = options;
  const known = new WeakMap<FastifyRequest, Known>();

  /** Before the body is read: a stranger's five megabytes are not even received. */
  async function receive({ endpoint, often }: Answer, request: FastifyRequest): Promise<void> {
    const { viewer, address } = await door.viewer(request.raw, often);
    const now = clock.unix();
    checkRight(endpoint, viewer, now);
    const isRaw = request.headers['content-type'] === octets;
    if (isRaw !== (endpoint.raw ?? false)) throw new Refusal('malformed', 'The body has another type.');
    known.set(request, { viewer, address, now });
  }

  async function serve({ endpoint, handle }: Answer, request: FastifyRequest, reply: FastifyReply) {
    const { viewer, address, now } = known.get(request)!;
    const body = endpoint.body.safeParse(request.body);
    if (!body.success) throw new Refusal('malformed', 'The body is not what this call takes.');
    const result = await handle({
      viewer,
      body: body.data,
      now,
      address,
      origin: request.headers.origin,
      cookie: {
        set: (token) => void reply.header('set-cookie', door.cookie.set(token)),
        clear: () => void reply.header('set-cookie', door.cookie.clear()),
      },
    });
    if (result instanceof Written) return reply.type('application/json; charset=utf-8').send(result.json);
    return reply.send(endpoint.reply.encode(result));
  }

  void app.register((scope, _options, done) => {
    scope.addContentTypeParser(octets, { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body));
    scope.setErrorHandler((error, request, reply) => {
      const status = refuse(reply, error, log);
      if (status < 500) door.refused(request.raw);
      return reply;
    });
    scope.addHook('onRequest', async (_request, reply) => {
      reply.header('cache-control', 'no-store');
    });
    for (const one of options.answers) {
      const { path, bodyBytes = usualBodyBytes } = one.endpoint;
      const onRequest = (request: FastifyRequest) => receive(one, request);
      scope.post(path, { bodyLimit: bodyBytes, onRequest }, (request, reply) => serve(one, request, reply));
    }
    done();
  });
}

/** Default deny: no right that is not stated. */
function checkRight({ access, scope, fresh }: Answer['endpoint'], viewer: Viewer, now: number): void {
  if (viewer.kind === 'anonymous') {
    if (access === 'anyone') return;
    throw new Refusal('signedOut', 'Sign in first.');
  }
  // To everybody else an operator's call does not exist.
  if (access === 'operator' && !viewer.operator) throw new Refusal('notFound', 'There is nothing here.');
  // Also where anyone may call: what is answered there depends on who asks.
  const needsScope = scope !== undefined || access !== 'anyone';
  if (viewer.via === 'token' && needsScope && !(scope && viewer.scopes.has(scope))) {
    throw new Refusal('notAllowed', 'This token may not do that.');
  }
  if (fresh && !(now - viewer.passkeyAt < freshMs)) {
    throw new Refusal('needsPasskey', 'Confirm with your passkey first.');
  }
}

function refuse(reply: FastifyReply, error: unknown, log: Log): number {
  const refusal = error instanceof Refusal ? error : refusalOf(error);
  if (!refusal) log({ event: 'fault' });
  const { code, message, retryInMs, ticket } = refusal ?? new Refusal('busy', 'Something went wrong here.');
  if (retryInMs !== undefined) reply.header('retry-after', Math.max(1, Math.ceil(retryInMs / 1_000)));
  const body: ErrorBody = {
    error: {
      code,
      message,
      ...(retryInMs === undefined ? {} : { retryInMs }),
      ...(ticket === undefined ? {} : { ticket }),
    },
  };
  void reply.code(statusOf[code]).send(body);
  return statusOf[code];
}

/** PostgreSQL's word for a row that refers to one that is not there: it was deleted while the call was under way. */
const goneMeanwhile = '23503';

/** What the HTTP layer itself refuses (too long, no JSON, an unknown type), and what is gone by now. */
function refusalOf(error: unknown): Refusal | undefined {
  if ((error as { code?: unknown }).code === goneMeanwhile) return notFound();
  const status = (error as { statusCode?: number }).statusCode ?? 500;
  return status < 500 ? new Refusal('malformed', 'The request is malformed.') : undefined;
}
