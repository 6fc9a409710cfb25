import type { RoomHandle } from '@stoa/protocol';
import type { SocketEvents, SocketPort } from '../connection/socket.ts';

/**
 * What a control process shares with the others of its fleet. On one machine there is none of it: a control without a
 * fleet owns whatever is opened there.
 */
export type FleetPorts = {
  readonly leases: Leases;
  readonly memory: RoomMemory;
  readonly sockets: CarriedSockets;
  /** A keyed hash of its handle: what a store or a broker may see of a room. */
  readonly nameOf: (room: RoomHandle) => RoomName;
  /** Undefined where processes cannot be told apart for certain. */
  readonly processes?: ProcessProof | undefined;
};

/** Of a control that was alone and ended without a word: whoever begins in its place need not wait. */
export type ProcessProof = {
  readonly own: string;
  /** True only when it is certain. */
  hasEnded(process: string): boolean;
};

/** One control for as long as nobody replaced it: 22 random characters of base64url, never used again. */
export type ControlLife = string;
export type RoomName = string;

/** Who lives, and who owns which room. */
export type Leases = { readonly lives: Table; readonly rooms: Table };

/**
 * Small records that change by comparison. Every call rejects when the store cannot be reached or does not answer in
 * time; the write may have been made all the same.
 */
export type Table = {
  /** Its new revision, or undefined when its revision was another. `after` 0: it must not be there yet. */
  write(key: string, value: Uint8Array, after: number): Promise<number | undefined>;
  /** Only when this is still its revision. */
  remove(key: string, revision: number): Promise<void>;
  read(key: string): Promise<Row | undefined>;
  list(): Promise<readonly Row[]>;
};
export type Row = { readonly key: string; readonly value: Uint8Array; readonly revision: number };

/** What a room is, in parts, for whoever owns it next: in the memory of other machines, sealed, and on no disk. */
export type RoomMemory = {
  /** Undefined takes the part back. Parts are written in the order of the calls. Rejects when that cannot be known. */
  put(room: RoomName, term: number, part: string, bytes: Uint8Array | undefined): Promise<void>;
  /** By term. Throws when anything of it was altered. */
  load(room: RoomName): Promise<ReadonlyMap<number, RoomParts>>;
  /** Everything that was written may be gone: whoever owns a room writes it anew. */
  onLost(listener: () => void): void;
  /** What was written in terms before this one; without one, everything. */
  drop(room: RoomName, before?: number): Promise<void>;
};
export type RoomParts = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

/** Sockets that one control accepted while another one owns the room. */
export type CarriedSockets = {
  /** From now on sockets arrive here under this name. */
  begin(life: ControlLife, accept: (socket: SocketPort, opening: Opening) => SocketEvents): Promise<void>;
  /** What comes from this socket is to be given to the result. Undefined: that control does not answer. */
  carry(owner: ControlLife, socket: SocketPort, opening: Opening): Promise<SocketEvents | undefined>;
  /** That control is gone: so is everything that is carried to it and from it. */
  end(life: ControlLife): void;
  stop(): void;
};
/** The challenge that was sent on a socket, and the first thing that came back. */
export type Opening = { readonly nonce: Uint8Array<ArrayBuffer>; readonly text: string };
