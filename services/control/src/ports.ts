import type { LinkId, PeerId, RelayCommand, RelayEvent } from '@stoa/protocol';
import type { FleetPorts } from './fleet/ports.ts';
import type { LogLine } from './log-line.ts';

/** Everything that control needs from outside. */
export type ControlPorts = {
  readonly relays: RelayPool;
  readonly clock: Clock;
  /** So many unpredictable bytes. */
  readonly random: (length: number) => Uint8Array<ArrayBuffer>;
  readonly verify: VerifySignature;
  readonly tokens: TokenAuthority;
  readonly log: (line: LogLine) => void;
  /** What controls of a fleet share; undefined where this one is alone for good. */
  readonly fleet?: FleetPorts | undefined;
};

/** Relay processes; the same objects stay while processes come and go. In a fleet relays appear and vanish, too. */
export type RelayPool = {
  readonly relays: readonly RelayHandle[];
  onChange?(listener: () => void): () => void;
};
/** Where a relay stands and who answers for it, as the directory says. */
export type RelayPlace = {
  readonly host: string;
  readonly region: string;
  readonly jurisdiction: string;
  readonly operator: string;
};
export type RelayHandle = {
  readonly isUp: boolean;
  /** Undefined: on this machine, which was not told. */
  readonly place?: RelayPlace | undefined;
  /** 0 to 1: the larger share of processor or packet budget in use during the last second. */
  readonly pressure: number;
  /** It takes nobody new, and is about to end. */
  readonly draining: boolean;
  /** What other relays call this life of it. */
  readonly link: LinkId | undefined;
  /** In a fleet a command carries the term of its era's owner; a relay obeys no older one. */
  send(command: RelayCommand, term?: number): void;
  onEvent(listener: (event: RelayEvent) => void): () => void;
  onDown(listener: (lost: readonly PeerId[]) => void): () => void;
  onUp(listener: () => void): () => void;
};

export type Clock = {
  /** Milliseconds that only go forward. */
  now(): number;
  /** Milliseconds since 1970, for what other clocks wrote. */
  unix(): number;
  /** Runs it once after so many milliseconds; call the result to take it back. */
  after(ms: number, run: () => void): () => void;
};

/** Ed25519; false for anything that is no signature by this raw public key (32 bytes). */
export type VerifySignature = (
  key: Uint8Array,
  signature: Uint8Array,
  message: Uint8Array,
) => Promise<boolean>;

/** Who issues join tokens for this deployment. */
export type TokenAuthority = { readonly audience: Uint8Array; readonly key: Uint8Array };

export type { SocketEvents, SocketPort } from './connection/socket.ts';

export type { DoorFault, LogLine, SocketFault } from './log-line.ts';
