/** One signaling socket, whatever carries it. */
export type SocketPort = {
  send(text: string): void;
  /** Bytes given to `send` that the other side has not taken yet. */
  readonly backlog: number;
  /** For a socket that another control accepted: that one watches its backlog. */
  allow?(bytes: number): void;
  /** What was sent still goes out. */
  close(): void;
  /** At once. */
  drop(): void;
};

/** What a carrier of sockets tells about one. */
export type SocketEvents = { text(text: string): void; gone(): void };
