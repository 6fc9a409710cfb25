const KIB = 1024;
const MIB = 1024 * KIB;

/** What a capture may make the reader remember. Files are hostile until read: each bound is one that no file can lift. */
export type Limits = {
  /** Longest packet record or pcapng packet block, in bytes; a longer one is passed over or ends the reading. */
  readonly record: number;
  /** Longest decryption secrets block, and the sum of all of them. */
  readonly secrets: number;
  readonly secretsInAll: number;
  /** Interfaces of a section. */
  readonly interfaces: number;
  /** Flows remembered at a time; the one unused for longest is forgotten first. */
  readonly flows: number;
  /** Datagrams in reassembly at a time, their bytes in all, and how long each waits (microseconds of capture time). */
  readonly datagrams: number;
  readonly datagramBytes: number;
  readonly datagramWait: number;
  /** Bytes and segments held back behind a hole, in one direction of a connection, and bytes in all. */
  readonly heldBytes: number;
  readonly heldSegments: number;
  readonly heldInAll: number;
  /** Delivered bytes kept to compare retransmissions with: of one direction, and of how many directions. */
  readonly historyBytes: number;
  readonly histories: number;
  /** Notes of one code that are passed on; all are counted. */
  readonly notes: number;
};

export const LIMITS: Limits = {
  record: MIB,
  secrets: 4 * MIB,
  secretsInAll: 16 * MIB,
  interfaces: 4096,
  flows: 64 * KIB,
  datagrams: 1024,
  datagramBytes: 16 * MIB,
  datagramWait: 60e6,
  heldBytes: 4 * MIB,
  heldSegments: 2048,
  heldInAll: 64 * MIB,
  historyBytes: 32 * KIB,
  histories: 1024,
  notes: 50,
};
