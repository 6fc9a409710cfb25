import type { AccountId, LiveMessage, LiveRequest, SessionId } from '@stoa/protocol/social';

/** One open page (or program) of a signed-in person. */
export type LivePage = {
  readonly account: AccountId;
  readonly session: SessionId;
  send(message: LiveMessage): void;
  /** For messages to many pages: `liveText(message)` once, then this for each. */
  sendText(text: string): void;
  onRequest(listener: (request: LiveRequest) => void): void;
  onClosed(listener: () => void): void;
};

/** The pages that are open right now. */
export type Live = {
  /** To all pages of one person. */
  tell(account: AccountId, message: LiveMessage): void;
  isHere(account: AccountId): boolean;
  pages(): Iterable<LivePage>;
  pagesOf(account: AccountId): Iterable<LivePage>;
  /** Every page that opens from now on; call the result to stop. */
  onPage(listener: (page: LivePage) => void): () => void;
};
