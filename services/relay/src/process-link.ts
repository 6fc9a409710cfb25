import type { RelayCommand, RelayEvent } from '@stoa/protocol';
import type { RelayPlace } from './place.ts';

/** All that a relay process is told at its start. */
export type RelaySettings = {
  /** Must be an address of this machine; `0.0.0.0` for all of them. */
  readonly bindAddress: string;
  /** What clients are told instead, behind NAT. */
  readonly announcedAddress?: string;
  /** UDP; 0 takes any free one. */
  readonly port: number;
  readonly maxPeers: number;
  /** ICE passwords are derived with it (see `turn/ice-password.ts`); without it they are drawn. */
  readonly iceKey?: Uint8Array;
  readonly packetBudget?: number;
  /** Where the relays of this machine find each other: a folder that is nobody else's. */
  readonly linkFolder?: string;
  /** Where it stands; undefined: nobody said. */
  readonly place?: RelayPlace;
  /** It serves controls of other machines, and links to relays there. */
  readonly fleet?: FleetSettings;
};

export type FleetSettings = {
  /** The id of its host, which its name on the backbone begins with. */
  readonly host: string;
  readonly nats: NatsAccess;
  /** When it did not run for so long, others carry its rooms: it closes everything before it forwards anything. */
  readonly mostPauseMs: number;
};

/** How a process comes to the broker. */
export type NatsAccess = {
  readonly servers: readonly string[];
  /** Seed of an nkey, or a credentials file's text; undefined: the broker asks for none. */
  readonly secret?: string | undefined;
  /** PEM of the authority that signed the broker's certificate; undefined: the system's. */
  readonly ca?: string | undefined;
};

/** What travels from the supervisor to its process: the settings once, then control's commands. */
export type ToProcess = { readonly type: 'begin'; readonly settings: RelaySettings } | RelayCommand;

/** Why a process cannot begin. */
export type BeginFault = 'portTaken' | 'addressUnusable' | 'libraryUnusable' | 'backboneUnusable';

/** What travels back: control's events, or one reason why it cannot begin. */
export type FromProcess = RelayEvent | { readonly type: 'unable'; readonly why: BeginFault };
