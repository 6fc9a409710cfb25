import type { Replies } from '../test/replies.ts';

/** Screens of the app around the rooms, with what its server would answer. */
export type AppScene = {
  readonly path: string;
  readonly replies: Replies;
  /** Does a newer version of the app wait? */
  readonly newer?: boolean;
};
