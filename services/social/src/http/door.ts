import type { IncomingMessage } from 'node:http';
import { networkOf } from '@stoa/protocol';
import type { Clock } from '../ports.ts';
import type { Authenticate, Credential } from './authenticate.ts';
import { Budget } from './budget.ts';
import { Refusal } from './refusal.ts';
import { SessionCookie } from './session-cookie.ts';
import type { Site } from './site.ts';
import { type AccountViewer, anonymous, type Viewer } from './viewer.ts';
import { Wayward } from './wayward.ts';

/** Calls a second, and at once. */
export type CallLimits = {
  readonly perAddress: { readonly perSecond: number; readonly burst: number };
  readonly perAccount: { readonly perSecond: number; readonly burst: number };
};

export type DoorOptions = {
  readonly authenticate: Authenticate;
  /** The same for calls that come often and change nothing. */
  readonly authenticateOften: Authenticate;
  readonly site: Site;
  readonly clock: Clock;
  readonly limits: CallLimits;
  /** Where a request comes from, for budgets. */
  readonly addressOf: (request: IncomingMessage) => string;
};

const goodForMs = 60_000;
const mostGood = 50_000;

/** Who calls, from where, and whether that is within its budget: all that is known before a body is read. */
export class Door {
  readonly #options: DoorOptions;
  readonly #cookie: SessionCookie;
  readonly #addresses: Budget;
  readonly #accounts: Budget;
  readonly #guesses: Budget;
  readonly #wayward = new Wayward({ refusals: 10_000, withinMs: 600_000, blockMs: 3_600_000 });
  /** Credentials that were good a moment ago: somebody else's guesses behind the same address do not shut them out. */
  readonly #good = new Map<string, number>();

  constructor(options: DoorOptions) {
    this.#options = options;
    this.#cookie = new SessionCookie(options.site.https);
    this.#addresses = budgetOf(options.limits.perAddress);
    this.#accounts = budgetOf(options.limits.perAccount);
    this.#guesses = budgetOf(options.limits.perAddress);
  }

  get cookie(): SessionCookie {
    return this.#cookie;
  }

  /** Throws a `Refusal`. `often`: a call that comes often and changes nothing. */
  async viewer(
    request: IncomingMessage,
    often = false,
  ): Promise<{ readonly viewer: Viewer; readonly address: string }> {
    const { site, clock, addressOf } = this.#options;
    const { origin, host } = request.headers;
    const address = addressOf(request);
    const network = networkOf(address);
    const blocked = this.#wayward.blockedMs(network, clock.now());
    if (blocked !== undefined) throw new Refusal('tooFast', 'Too many wrong calls.', blocked);
    if (origin !== undefined && !site.isOurs(origin, host)) {
      throw new Refusal('malformed', 'This call comes from a page of another origin.');
    }
    const bearer = bearerOf(request.headers.authorization);
    const token = bearer ? undefined : this.#cookie.read(request.headers.cookie);
    if (token && !origin) throw new Refusal('malformed', 'A page says where it is from.');
    const shown = bearer ?? token;
    if (!shown) {
      this.#spend(this.#addresses, network);
      return { viewer: anonymous, address };
    }
    const viewer = await this.#known(bearer ? { bearer } : { cookie: shown }, network, often);
    if (viewer) this.#spend(this.#accounts, viewer.id.reveal());
    else if (bearer) throw new Refusal('signedOut', 'This token is not, or no longer, valid.');
    return { viewer: viewer ?? anonymous, address };
  }

  /** A no of any kind went to this address. */
  refused(request: IncomingMessage): void {
    this.#wayward.refused(networkOf(this.#options.addressOf(request)), this.#options.clock.now());
  }

  async #known(credential: Credential, network: string, often: boolean): Promise<AccountViewer | undefined> {
    const { clock, authenticate, authenticateOften } = this.#options;
    const shown = 'cookie' in credential ? credential.cookie : credential.bearer;
    const now = clock.now();
    if (!(now - (this.#good.get(shown) ?? Number.NEGATIVE_INFINITY) < goodForMs)) {
      const wait = this.#guesses.wait(network, now);
      if (wait !== undefined) throw new Refusal('tooFast', 'Too many calls.', wait);
    }
    const viewer = await (often ? authenticateOften : authenticate)(credential, clock.unix());
    this.#good.delete(shown);
    if (viewer) this.#remember(shown, now);
    else this.#guesses.take(network, now);
    return viewer;
  }

  #remember(shown: string, now: number): void {
    this.#good.set(shown, now);
    for (const [oldest, at] of this.#good) {
      if (now - at < goodForMs && this.#good.size <= mostGood) break;
      this.#good.delete(oldest);
    }
  }

  #spend(budget: Budget, key: string): void {
    const retryInMs = budget.take(key, this.#options.clock.now());
    if (retryInMs !== undefined) throw new Refusal('tooFast', 'Too many calls.', retryInMs);
  }
}

const bearerOf = (header: string | undefined): string | undefined =>
  /^Bearer ([A-Za-z0-9_-]{1,128})$/.exec(header ?? '')?.[1];

const budgetOf = ({ perSecond, burst }: { readonly perSecond: number; readonly burst: number }) =>
  new Budget({ count: perSecond, perMs: 1_000, burst });
