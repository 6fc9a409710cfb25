/** The part of a TCP header that analysis needs (RFC 9293 section 3.1). */
export type TcpHeader = {
  readonly sequence: number;
  readonly acknowledgment: number;
  /** The low eight flag bits as on the wire: FIN 1, SYN 2, RST 4, PSH 8, ACK 16, URG 32. */
  readonly flags: number;
  readonly window: number;
};

/** Addresses are text as in RFC 5952 (IPv6) or dotted (IPv4). */
export type Network = {
  readonly version: 4 | 6;
  readonly source: string;
  readonly destination: string;
  /** The protocol carried, after IPv6 extension headers (IANA protocol numbers: 6 TCP, 17 UDP). */
  readonly protocol: number;
};

export type Transport = {
  readonly kind: 'udp' | 'tcp';
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly tcp?: TcpHeader | undefined;
};

/**
 * One captured packet, headers peeled off. The reader uses ONE object for all packets: it and every byte view
 * that it gives are valid until the callback returns. Copy what must stay.
 */
export type Packet = {
  /** 1-based, as Wireshark counts. */
  readonly number: number;
  /** Microseconds since the Unix epoch; nanoseconds are the fraction, as far as a double goes (a quarter microsecond). */
  readonly time: number;
  /** Bytes on the wire, before snapping. */
  readonly length: number;
  /** Bytes of it in the file. */
  readonly captured: number;
  /** Interface index within the file, counted over all sections; 0 in a pcap file. */
  readonly interface: number;
  /** Undefined for what is not IP (ARP, for one) and for headers too damaged to read. */
  readonly network: Network | undefined;
  readonly transport: Transport | undefined;
  /** True for a fragment that does not complete its datagram: `transport` is undefined and `payload` is the fragment's own. */
  readonly fragment: boolean;
  /** Of the innermost layer understood, as far as captured; a reassembled datagram's when this packet completed one. */
  readonly payload: Uint8Array;
  /** What the headers say the payload's length is: more than `payload.length` when the packet was snapped. */
  readonly payloadOnWire: number;
  /** The captured frame, from its link-layer header on. */
  readonly whole: Uint8Array;
  /** True when the packet goes from its flow's `a` to its `b`. */
  readonly fromA: boolean;
};

export type Endpoint = { readonly address: string; readonly port: number };

/** The packets between two endpoints, in both directions. Compare flows by `id`, or the objects themselves. */
export type Flow = {
  /** From 1, in order of appearance; 0 is the flow of everything that is not IP (addresses ''). */
  readonly id: number;
  readonly kind: 'udp' | 'tcp' | 'other';
  /** IANA protocol number; ports are 0 unless `kind` is udp or tcp. */
  readonly protocol: number;
  /** Sent the first packet seen. */
  readonly a: Endpoint;
  readonly b: Endpoint;
};

/** The next bytes of one direction of a TCP connection, in stream order. `bytes` is valid until the callback returns. */
export type StreamChunk = {
  readonly flow: Flow;
  readonly fromA: boolean;
  readonly bytes: Uint8Array;
  /** Position of the first byte in the stream; lost bytes count, so it never runs backwards. */
  readonly offset: number;
  /** Bytes lost (not in the capture) just before this chunk; 0 when it joins the one before. */
  readonly missing: number;
  /** The packet that carried these bytes. */
  readonly packet: number;
  /** When that packet was captured, microseconds since the Unix epoch. */
  readonly time: number;
};

/** A gap, a truncated record, an overlap with other bytes: what the reader noticed about the file itself. */
export type CaptureNote = { readonly code: string; readonly packet?: number; readonly text: string };

/** Who reads a capture. Every method is called synchronously, in file order. */
export type CaptureVisitor = {
  packet?(packet: Packet, flow: Flow): void;
  stream?(chunk: StreamChunk): void;
  /** No more packets or chunks of this flow follow: drop what was kept for it. */
  flowEnd?(flow: Flow): void;
  /** At most some dozens of each code are passed on; the summary counts them all. */
  note?(note: CaptureNote): void;
  /** TLS key log text out of a decryption secrets block. */
  secrets?(text: string): void;
  /** A name the capturing host had resolved (pcapng name resolution block). */
  name?(address: string, name: string): void;
  /** @param total bytes of the file, undefined when the source has no known end */
  progress?(read: number, total: number | undefined): void;
};

export type CaptureSummary = {
  readonly format: 'pcap' | 'pcapng' | 'unknown';
  readonly packets: number;
  /** Bytes of the capture that were read, after decompression. */
  readonly bytes: number;
  readonly flows: number;
  /** Microseconds since the Unix epoch, of the earliest and the latest packet; undefined in an empty capture. */
  readonly firstTime: number | undefined;
  readonly lastTime: number | undefined;
  /** How often each code of a CaptureNote was given. */
  readonly notes: Readonly<Record<string, number>>;
};
