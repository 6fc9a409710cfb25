import type { MakeFeature } from '../feature.ts';

/** Who somebody is: passkeys, sessions, recovery, device keys, profile. */
export const accounts: MakeFeature = () => ({ answers: [] });
