// What a live audit is given by whoever drove the room: a plain record, so that it can come from anywhere.
import type { Canary } from '../evidence/needles.ts';

/** What a canary is, since not everything is a secret to everybody. */
export type CanaryKind =
  | 'name'
  | 'openTitle'
  | 'closedTitle'
  | 'handle'
  | 'secret'
  | 'token'
  | 'tokenPart'
  | 'key'
  | 'cookie'
  | 'words'
  /** Ids, handles, names, bios and follows of accounts, which are in the operator's own rows. */
  | 'account'
  | 'session';

export type Planted = { readonly kind: CanaryKind; readonly canary: Canary };

/** When somebody spoke, microseconds since the Unix epoch. */
export type Spoken = { readonly from: number; readonly to: number };

export type Material = {
  /** Host of the deployment, as it is asked for, and its addresses. */
  readonly host: string;
  readonly isTls: boolean;
  readonly planted: readonly Planted[];
  readonly spoken: readonly Spoken[];
  /** The capture holds nothing but these participants' packets: only then can a stranger be told. */
  readonly isAlone: boolean;
  /** ISO 3166-1 alpha-2 codes that the deployment may be in. */
  readonly fence: readonly string[];
  /** Addresses that belong to the run: the deployment's and the participants' own. */
  readonly expected: ReadonlySet<string>;
  /** Addresses of participants that are not also the deployment's. */
  readonly people: readonly string[];
  /** Chance of this run, in hex: the positive controls are made of it. */
  readonly control: string;
};

export const canariesOf = (planted: readonly Planted[], kinds?: readonly CanaryKind[]): Canary[] =>
  planted.filter(({ kind }) => kinds === undefined || kinds.includes(kind)).map(({ canary }) => canary);
