declare const process: { readonly env: Readonly<Record<string, string | undefined>> };

/** STOA_LONG=1 lets property tests take ten times as many steps. */
export const stepsFactor = process.env.STOA_LONG === '1' ? 10 : 1;
