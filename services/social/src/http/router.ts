import type { IncomingMessage } from 'node:http';
import type { ErrorBody } from '@stoa/protocol/social';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock, Log } from '../ports.ts';
import { type Answer, Written } from './answer.ts';
import type { Authenticate } from './authenticate.ts';
import { Budget } from './budget.ts';
import { networkOf } from './network.ts';
import { Refusal, statusOf } from './refusal.ts';
import { SessionCookie } from './session-cookie.ts';
import type { Site } from './site.ts';
import { anonymous, freshMs, type Viewer } from './viewer.ts';

export type RouterOptions = {
  readonly answers: readonly Answer[];
  readonly authenticate: Authenticate;
  readonly site: Site;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits: CallLimits;
  /** Where a request comes from, for budgets. */
  readonly addressOf: (request: IncomingMessage) => string;
};

/** Calls a second, and at once. */
export type CallLimits = {
  readonly perAddress: { readonly perSecond: number; readonly burst: number };
  readonly perAccount: { readonly perSecond: number; readonly burst: number };
};

const usualBodyBytes = 16_384;
const octets = 'application/octet-stream';

/** Registers every answer under its path. One uniform way for all: origin, who, budget, right, body, answer, reply. */
export function routes(app: FastifyInstance, options: RouterOptions): void {
  const { site, clock, limits, authenticate } = options;
  const cookie = new SessionCookie(site.https);
  const addresses = budgetOf(limits.perAddress);
  const accounts = budgetOf(limits.perAccount);
  const strangers = budgetOf(limits.perAddress);

  const spend = (budget: Budget, key: string) => {
    const retryInMs = budget.take(key, clock.now());
    if (retryInMs !== undefined) throw new Refusal('tooFast', 'Too many calls.', retryInMs);
  };

  async function viewerOf(request: FastifyRequest, network: string): Promise<Viewer> {
    const bearer = bearerOf(request.headers.authorization);
    const token = bearer ? undefined : cookie.read(request.headers.cookie);
    if (!bearer && !token) {
      spend(addresses, network);
      return anonymous;
    }
    // Guessing costs; a neighbour's guesses do not cost the people with good sessions behind the same address.
    const wait = strangers.wait(network, clock.now());
    if (wait !== undefined) throw new Refusal('tooFast', 'Too many calls.', wait);
    if (token && !request.headers.origin) throw new Refusal('malformed', 'A page says where it is from.');
    const viewer = await authenticate(bearer ? { bearer } : { cookie: token! }, clock.unix());
    if (viewer) {
      spend(accounts, viewer.id.reveal());
      return viewer;
    }
    strangers.take(network, clock.now());
    if (bearer) throw new Refusal('signedOut', 'This token is not, or no longer, valid.');
    return anonymous;
  }

  async function serve(one: Answer, request: FastifyRequest, reply: FastifyReply) {
    const { endpoint } = one;
    const { origin, host } = request.headers;
    if (origin !== undefined && !site.isOurs(origin, host)) {
      throw new Refusal('malformed', 'This call comes from a page of another origin.');
    }
    const address = options.addressOf(request.raw);
    const viewer = await viewerOf(request, networkOf(address));
    const now = clock.unix();
    checkRight(one, viewer, now);
    const body = endpoint.body.safeParse(request.body);
    if (!body.success) throw new Refusal('malformed', 'The body is not what this call takes.');
    const result = await one.handle({
      viewer,
      body: body.data,
      now,
      address,
      origin,
      cookie: {
        set: (token) => void reply.header('set-cookie', cookie.set(token)),
        clear: () => void reply.header('set-cookie', cookie.clear()),
      },
    });
    if (result instanceof Written) return reply.type('application/json; charset=utf-8').send(result.json);
    return reply.send(endpoint.reply.encode(result));
  }

  void app.register((scope, _options, done) => {
    scope.addContentTypeParser(octets, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.setErrorHandler((error, _request, reply) => refuse(reply, error, options.log));
    for (const one of options.answers) {
      const { path, raw, bodyBytes = usualBodyBytes } = one.endpoint;
      scope.post(path, { bodyLimit: bodyBytes }, (request, reply) => {
        const isRaw = request.headers['content-type'] === octets;
        if (isRaw !== (raw ?? false)) throw new Refusal('malformed', 'The body has another type.');
        reply.header('cache-control', 'no-store');
        return serve(one, request, reply);
      });
    }
    done();
  });
}

/** Default deny: no right that is not stated. */
function checkRight({ endpoint }: Answer, viewer: Viewer, now: number): void {
  const { access, scope, fresh } = endpoint;
  if (viewer.kind === 'anonymous') {
    if (access === 'anyone') return;
    throw new Refusal('signedOut', 'Sign in first.');
  }
  // To everybody else an operator's call does not exist.
  if (access === 'operator' && !viewer.operator) throw new Refusal('notFound', 'There is nothing here.');
  if (viewer.via === 'token' && access !== 'anyone' && !(scope && viewer.scopes.has(scope))) {
    throw new Refusal('notAllowed', 'This token may not do that.');
  }
  if (fresh && !(now - viewer.passkeyAt < freshMs)) {
    throw new Refusal('needsPasskey', 'Confirm with your passkey first.');
  }
}

function refuse(reply: FastifyReply, error: unknown, log: Log) {
  const refusal = error instanceof Refusal ? error : refusalOf(error);
  if (!refusal) log({ event: 'fault' });
  const { code, message, retryInMs } = refusal ?? new Refusal('busy', 'Something went wrong here.');
  if (retryInMs !== undefined) reply.header('retry-after', Math.max(1, Math.ceil(retryInMs / 1_000)));
  const body: ErrorBody = { error: { code, message, ...(retryInMs === undefined ? {} : { retryInMs }) } };
  return reply.code(statusOf[code]).send(body);
}

/** What the HTTP layer itself refuses: too long, no JSON, an unknown type. */
function refusalOf(error: unknown): Refusal | undefined {
  const status = (error as { statusCode?: number }).statusCode ?? 500;
  return status < 500 ? new Refusal('malformed', 'The request is malformed.') : undefined;
}

const bearerOf = (header: string | undefined): string | undefined =>
  /^Bearer ([A-Za-z0-9_-]{1,128})$/.exec(header ?? '')?.[1];

const budgetOf = ({ perSecond, burst }: { readonly perSecond: number; readonly burst: number }) =>
  new Budget({ count: perSecond, perMs: 1_000, burst });
