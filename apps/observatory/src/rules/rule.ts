// What a rule is: data in, findings out. No IO, no clock, no chance of its own; bounded memory.
import type { Flow, Packet, StreamChunk } from '../capture/packet.ts';
import type { Canary } from '../evidence/needles.ts';
import type { Place } from '../places/place.ts';
import type { Scene } from './scene.ts';

export const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** One place in the capture. What is masked shows as `**` in hex and `•` in text, so that a report can be published. */
export type Evidence = {
  readonly packet?: number;
  /** Microseconds since the Unix epoch. */
  readonly time?: number;
  /** Id of the flow, and its ends as text: `192.0.2.1:5000 > 192.0.2.9:443 udp`. */
  readonly flow?: number;
  readonly ends?: string;
  /** Bytes around it: pairs of hex digits with spaces, and the same bytes as text, `.` for what is not readable. */
  readonly hex?: string;
  readonly text?: string;
  /** What is to be seen there. */
  readonly note?: string;
};

export type Finding = {
  /** Stable, from the catalogue: `O101`. */
  readonly code: string;
  readonly severity: Severity;
  /** One sentence: what was found here. */
  readonly title: string;
  /** What it means for people. */
  readonly explanation: string;
  readonly advice: string;
  /** At most a few; `count` says how many there were. */
  readonly evidence: readonly Evidence[];
  readonly count: number;
  /** Numbers that go with it: bits, p values, areas under a curve. */
  readonly figures?: Readonly<Record<string, number>>;
  /** Names of decoded recordings, see `Sound`. */
  readonly sounds?: readonly string[];
};

/** A voice decoded from the capture. */
export type Sound = {
  readonly name: string;
  readonly codec: string;
  readonly rate: number;
  readonly samples: Int16Array;
  readonly flow: number;
  readonly packets: number;
};

/** What the analyst knows besides the capture, for measuring a defence. Times in microseconds since the Unix epoch. */
export type Truth = {
  readonly speech: readonly {
    readonly from: number;
    readonly to: number;
    /** The speaker's `address:port` or address; all flows when absent. */
    readonly who?: string;
  }[];
  /** `address:port` or address of a participant's side of a flow -> name of its room. */
  readonly rooms: ReadonlyMap<string, string>;
};

export type RuleContext = {
  readonly canaries: readonly Canary[];
  /** ISO 3166-1 alpha-2 codes; empty when nothing is expected. */
  readonly fence: readonly string[];
  readonly place: (address: string) => Place | undefined;
  readonly truth: Truth | undefined;
  /** Show what is read in clear instead of masking it. */
  readonly reveal: boolean;
  /** The capture was taken inside the relay or decrypted: what stands in it was not protected hop by hop any more. */
  readonly insideRelay: boolean;
  /** What all rules look at: filled before each call to a rule. */
  readonly scene: Scene;
};

/** UDP payloads, and what tunnels carry: TURN data, and RTP framed on TCP (RFC 4571). Valid until the call returns. */
export type Datagram = {
  readonly flow: Flow;
  readonly fromA: boolean;
  readonly number: number;
  readonly time: number;
  readonly bytes: Uint8Array;
  readonly via: 'udp' | 'turn' | 'tcp';
};

export type RuleRun = {
  packet?(packet: Packet, flow: Flow): void;
  datagram?(datagram: Datagram): void;
  stream?(chunk: StreamChunk): void;
  flowEnd?(flow: Flow): void;
  end(): readonly Finding[];
};

export type Rule = {
  /** The codes that it may give. */
  readonly codes: readonly string[];
  start(context: RuleContext): RuleRun;
};
