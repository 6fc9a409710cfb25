// What passes between the audit and the process in which its participants live: JSON, bytes as base64.

/** As the observatory's canary, but for JSON. */
export type PlantedText = { readonly kind: string; readonly what: string } & (
  | { readonly text: string }
  | { readonly base64: string }
);

export type Facts = {
  readonly heard: boolean;
  readonly saw: boolean;
  readonly wrote: boolean;
  /** Why nothing was written. */
  readonly whyNotWritten?: string;
  /** Frames that members could not open, by reason. */
  readonly refused: Readonly<Record<string, number>>;
  readonly opened: number;
  /** People with accounts met, and each was shown to the other as that account; otherwise why not. */
  readonly members: true | string;
  /** Somebody came in a real browser; otherwise why not. */
  readonly browser: true | string;
};

export type Order = {
  readonly server: string;
  /** Where the tapped packets go. */
  readonly tapped: string;
  /** Seconds of speech of each speaker. */
  readonly seconds: number;
  /** A guest in Chromium, where there is one; its TLS secrets go into that file. */
  readonly browserKeyLog?: string;
  /** Chance in hex; all names and titles are made of it. */
  readonly chance: string;
};

export type Said =
  | { readonly is: 'step'; readonly text: string }
  /** A room lives and somebody speaks: the time to look into memories. It goes on when told. */
  | {
      readonly is: 'midway';
      readonly room: 'guests' | 'members';
      readonly planted: readonly PlantedText[];
      readonly frames: readonly string[];
    }
  | {
      readonly is: 'done';
      readonly planted: readonly PlantedText[];
      readonly spoken: readonly { readonly from: number; readonly to: number }[];
      readonly facts: Facts;
    }
  | { readonly is: 'failed'; readonly why: string };
