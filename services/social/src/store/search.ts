import { indexTerms, queryTerms } from '@stoa/core/people';
import { type RawBuilder, sql } from 'kysely';

/** What a row is found by, for a `tsvector` column. */
export const termsOf = (...texts: readonly string[]): RawBuilder<unknown> =>
  sql`array_to_tsvector(${[...indexTerms(...texts)]}::text[])`;

/** A `tsquery`; undefined when the text holds nothing to look for. Terms are letters, marks and digits only. */
export function lookingFor(text: string): RawBuilder<unknown> | undefined {
  const terms = queryTerms(text);
  if (terms.length === 0) return undefined;
  const query = terms.map(({ term, prefix }) => `'${term}'${prefix ? ':*' : ''}`).join(' & ');
  return sql`${query}::tsquery`;
}
