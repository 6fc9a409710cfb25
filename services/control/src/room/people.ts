import type { Leaf, Subject } from '@stoa/protocol';
import type { Connection } from '../connection/connection.ts';
import type { MediaLine } from '../media/media-line.ts';
import type { Mailbox } from './mailbox.ts';

/** Somebody at the door: its transport is being made while a steward looks at its request. */
export type Guest = {
  readonly request: number;
  readonly key: Uint8Array<ArrayBuffer>;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly subject: Subject;
  readonly connection: Connection;
  readonly line: MediaLine;
  /** Stewards that were asked. */
  readonly asked: Set<Leaf>;
  stopWaiting: () => void;
};

/** Somebody in the room, as the shell sees it; what it may do is in core's state. */
export type Member = {
  readonly leaf: Leaf;
  readonly key: Uint8Array<ArrayBuffer>;
  readonly line: MediaLine;
  /** Undefined while it is away. */
  connection: Connection | undefined;
  /** Told that it is in: events go to it from then on. */
  live: boolean;
  /** What it has not acknowledged yet. */
  readonly mail: Mailbox;
  /** Head number when it became a steward; undefined for others. */
  stewardSince: number | undefined;
};
