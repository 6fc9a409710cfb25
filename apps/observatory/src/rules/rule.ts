// What a rule is: data in, findings out. No IO, no clock, no chance of its own; bounded memory.
import type { Flow, Packet, StreamChunk } from '../capture/packet.ts';
import type { Canary } from '../evidence/needles.ts';
import type { Place } from '../places/place.ts';
import type { Datagram } from './datagram.ts';
import type { Finding } from './finding.ts';
import type { Scene } from './scene.ts';

export type { Datagram } from './datagram.ts';
export { type Evidence, type Finding, SEVERITIES, type Severity, type Sound } from './finding.ts';

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
