// What is handed to the reports.

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
