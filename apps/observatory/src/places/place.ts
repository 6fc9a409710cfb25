/** Where an address is and who runs its network, as far as an offline database says. */
export type Place = {
  /** ISO 3166-1 alpha-2: where the operator or the registry says the address is used. */
  readonly country?: string;
  /** Where the block is registered, when a database tells it and it differs. */
  readonly registered?: string;
  /** Number of the autonomous system (RFC 1930) and its operator's name. */
  readonly network?: number;
  readonly operator?: string;
};

export type PlaceSource = {
  readonly lookUp: (address: string) => Place | undefined;
  /** One sentence each: what it is, of which date, under which licence. */
  readonly credits: readonly string[];
};
