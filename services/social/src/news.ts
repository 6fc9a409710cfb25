import type { RoomHandle } from '@stoa/protocol';
import type { AccountId, SessionId } from '@stoa/protocol/social';
import type { Notice } from './notifications/notice.ts';

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
  | { readonly kind: 'blocked' | 'unblocked'; readonly by: AccountId; readonly of: AccountId }
  /** Something that these people are to be told, each as their settings say. */
  | { readonly kind: 'notice'; readonly to: readonly AccountId[]; readonly notice: Notice }
  /** Something that stands in no list of notices: only the devices ring, as the settings say. */
  | { readonly kind: 'ring'; readonly to: AccountId; readonly from: AccountId }
  /** Somebody came on stage: bells may ring for followers who may join that room. */
  | {
      readonly kind: 'onStage';
      readonly who: AccountId;
      readonly room: RoomHandle;
      readonly mayKnow: (follower: AccountId) => boolean;
    }
  /** Somebody is in a club from now on, or no longer. */
  | { readonly kind: 'clubChanged'; readonly account: AccountId }
  /** The operator shuts somebody out: whatever it does now ends. */
  | { readonly kind: 'banned' | 'unbanned'; readonly account: AccountId }
  /** A reported room leaves the hallway until somebody has looked at the report. */
  | { readonly kind: 'roomReported' | 'roomReviewed' | 'roomEnded'; readonly room: RoomHandle };

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
