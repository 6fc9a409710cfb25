import type { Tables } from '../store/tables/index.ts';

/** How a column is shown to whoever it is about. */
export type Way =
  | 'plain'
  /** An account's id: shown as its handle. */
  | 'person'
  /** Shown by name, or title. */
  | 'club'
  | 'event'
  /** An id that is nobody's name. */
  | 'id'
  | 'bytes'
  /** Not shown, and why. */
  | { readonly withheld: string };

/** The rows of a table that are about somebody, from one side. */
export type View = {
  readonly name: string;
  /** The column that says whom they are about. */
  readonly whose: string;
  /** Other people's own affairs (who has blocked somebody, for one) are disclosed by the operator, not exported. */
  readonly to: 'person' | 'operator';
  /** Rows with this value in this column belong to another view. */
  readonly but?: { readonly column: string; readonly value: string };
  readonly alone?: { readonly column: string; readonly value: string };
  /** The column is not an account's id but the name of the account's picture. */
  readonly picture?: true;
};

/**
 * When rows go: `first` in the one transaction that ends the account; `batches` after it, as there may be millions;
 * `last` with the account's row, by the database.
 */
export type Erasing = 'first' | 'batches' | 'last';

/** A table that says something about accounts. */
export type Holding = {
  readonly table: keyof Tables;
  readonly columns: Readonly<Record<string, Way>>;
  readonly views: readonly View[];
  readonly erased: Erasing;
};

/** With a compiler that asks for every column. */
export const holding = <T extends keyof Tables>(one: {
  readonly table: T;
  readonly columns: { readonly [C in keyof Tables[T] & string]: Way };
  readonly views: readonly (View & { readonly whose: keyof Tables[T] & string })[];
  readonly erased: Erasing;
}): Holding => one;
