import type { News } from '../news.ts';
import type { Clock } from '../ports.ts';
import type { Authenticate } from './authenticate.ts';
import type { AccountViewer } from './viewer.ts';

const goodForMs = 10_000;
const most = 50_000;

type Known = { readonly viewer: AccountViewer; readonly askedAt: number };

/**
 * Who calls, for calls that come often and change nothing: a session that was good within the last ten seconds is not asked
 * for again, unless something of its account has ended since it was asked for. What comes from memory is neither fresh nor
 * an operator. One process serves an account's sessions, so that `news` tells it of every end; bans of another process
 * become news by the look at the database (`safety/enforce.ts`).
 */
export function lately(ports: {
  readonly authenticate: Authenticate;
  readonly news: News;
  readonly clock: Clock;
}): Authenticate {
  const { authenticate, news, clock } = ports;
  const known = new Map<string, Known>();
  /** By account: when a session of it ended, or it was shut out, or left. */
  const ended = new Map<string, number>();

  news.listen((item) => {
    if (item.kind !== 'sessionEnded' && item.kind !== 'banned' && item.kind !== 'accountGone') return;
    const now = clock.now();
    ended.delete(item.account.reveal());
    ended.set(item.account.reveal(), now);
    for (const [oldest, at] of ended) {
      // What was asked for before it is too old by now.
      if (now - at < goodForMs) break;
      ended.delete(oldest);
    }
  });

  /** A read that was under way when something ended began before it: its answer does not count either. */
  const stillGood = ({ viewer, askedAt }: Known, now: number): boolean =>
    now - askedAt < goodForMs && askedAt > (ended.get(viewer.id.reveal()) ?? Number.NEGATIVE_INFINITY);

  function sweep(now: number): void {
    for (const [oldest, { askedAt }] of known) {
      if (now - askedAt < goodForMs && known.size <= most) break;
      known.delete(oldest);
    }
  }

  return async (credential, unix) => {
    if (!('cookie' in credential)) return await authenticate(credential, unix);
    const askedAt = clock.now();
    const before = known.get(credential.cookie);
    if (before && stillGood(before, askedAt)) return before.viewer;
    const viewer = await authenticate(credential, unix);
    known.delete(credential.cookie);
    if (!viewer) return undefined;
    known.set(credential.cookie, {
      viewer: { ...viewer, operator: false, passkeyAt: Number.NEGATIVE_INFINITY },
      askedAt,
    });
    sweep(clock.now());
    return viewer;
  };
}
