import { accounts } from './accounts/accounts.ts';
import type { MakeFeature } from './feature.ts';
import { people } from './people/people.ts';

/** All features, in the order in which they start; they stop in the opposite one. */
export const features: readonly MakeFeature[] = [accounts, people];
