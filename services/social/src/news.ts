import type { AccountId, SessionId } from '@stoa/protocol/social';

/** What one feature tells the others, after it is stored. In memory, at once, to whoever listens. */
export type NewsItem =
  | { readonly kind: 'sessionEnded'; readonly account: AccountId; readonly session: SessionId }
  | { readonly kind: 'accountJoined'; readonly account: AccountId }
  | { readonly kind: 'accountGone'; readonly account: AccountId }
  | { readonly kind: 'profileChanged'; readonly account: AccountId }
  | { readonly kind: 'devicesChanged'; readonly account: AccountId; readonly generation: number }
  /** Somebody enrols a passkey with the recovery code; all devices are told. */
  | { readonly kind: 'recoveryBegun'; readonly account: AccountId; readonly usableAt: number }
  | { readonly kind: 'recoveryCancelled'; readonly account: AccountId }
  | { readonly kind: 'followed' | 'unfollowed'; readonly by: AccountId; readonly of: AccountId }
  | { readonly kind: 'blocked' | 'unblocked'; readonly by: AccountId; readonly of: AccountId };

export class News {
  readonly #listeners = new Set<(item: NewsItem) => void>();

  /** Call the result to stop. */
  listen(listener: (item: NewsItem) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(item: NewsItem): void {
    for (const listener of this.#listeners) listener(item);
  }
}
