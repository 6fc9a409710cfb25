/** Where a relay stands and who answers for it. */
export type RelayPlace = {
  /** Its id in the directory. */
  readonly host: string;
  readonly region: string;
  /** ISO 3166-1, two letters. */
  readonly jurisdiction: string;
  readonly operator: string;
};
