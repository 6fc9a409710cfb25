import type { Usage } from '../process/usage.ts';

/** One end of a session description exchange, whoever has to speak first. */
export interface Party {
  /** Our offer; `accept` takes the answer to it. */
  offer(): Promise<string>;
  accept(answer: string): Promise<void>;
  /** Our answer to the other side's offer. */
  answer(offer: string): Promise<string>;
}

/** Something that takes one speaker's packets and hands them to listeners: ours, a peer, or a bare loop. */
export interface Forwarder {
  /** Short name, used in tables and as the peer of a ratio. */
  readonly name: string;
  /** What runs, in one line. */
  readonly what: string;
  readonly versions: Readonly<Record<string, string>>;
  /** Where participants bind: an address of this machine. */
  readonly address: string;
  /** Lines to listen on that a listener offers, and that the talker offers beside its microphone. */
  readonly slots: number;
  readonly talkerSlots: number;
  /** Whether listeners have to offer a microphone line as well. */
  readonly listenerMicrophone: boolean;
  publish(party: Party): Promise<void>;
  /** @param onStage served before the others, where the forwarder knows such a thing */
  listen(party: Party, onStage: boolean): Promise<void>;
  /** Opens and closes the talker's microphone, where the forwarder would drop a talker that falls silent. */
  floor?(open: boolean): void;
  usage(): Usage;
  stop(): Promise<void>;
}
