import type { AccountId, Scope, SessionId } from '@stoa/protocol/social';

/** Who calls. */
export type Viewer = AnonymousViewer | AccountViewer;
export type AnonymousViewer = { readonly kind: 'anonymous' };
export type AccountViewer = {
  readonly kind: 'account';
  readonly id: AccountId;
  /** Undefined when a personal API token calls. */
  readonly session: SessionId | undefined;
  readonly via: 'session' | 'token';
  /** What the token carries; a session may do everything. */
  readonly scopes: ReadonlySet<Scope>;
  readonly operator: boolean;
  /** Unix ms of the newest passkey assertion in this session; minus infinity without one. */
  readonly passkeyAt: number;
};

export const anonymous: AnonymousViewer = { kind: 'anonymous' };

/** How long an assertion counts where a call asks for a fresh one. */
export const freshMs = 5 * 60_000;
