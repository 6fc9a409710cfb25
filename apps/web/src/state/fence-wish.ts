import type { Fence } from '@stoa/client';

/** What a person chooses in a form: the countries of a fence, in words that people use. */
export type FenceWish = {
  readonly way: 'anywhere' | 'only' | 'never';
  /** ISO 3166-1, two letters. */
  readonly countries: readonly string[];
};

export const anywhere: FenceWish = { way: 'anywhere', countries: [] };

/**
 * @param app the country that the page itself comes from: a fence without it would shut everybody out, so it is always
 * part of it
 */
export function fenceOf({ way, countries }: FenceWish, app: string | undefined): Fence {
  if (way === 'anywhere') return {};
  if (way === 'never') {
    const names = countries.filter((country) => country !== app);
    return names.length > 0 ? { jurisdictions: { kind: 'never', names: [...names].sort() } } : {};
  }
  const names = [...new Set([...countries, ...(app ? [app] : [])])].sort();
  return { jurisdictions: { kind: 'only', names } };
}

export function wishOf({ jurisdictions }: Fence): FenceWish {
  if (!jurisdictions) return anywhere;
  return { way: jurisdictions.kind, countries: jurisdictions.names };
}

/** Would any of the machines for sound be left? */
export function leavesAny(wish: FenceWish, countries: readonly string[], app: string | undefined): boolean {
  const { jurisdictions } = fenceOf(wish, app);
  if (!jurisdictions) return true;
  const { kind, names } = jurisdictions;
  return countries.some((country) => names.includes(country) === (kind === 'only'));
}
