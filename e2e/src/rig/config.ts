/** Where the browsers are; both may be named by the environment. */
export const chromiumPath = (): string => process.env.CHROMIUM ?? '/usr/bin/chromium';
export const firefoxPath = (): string => process.env.FIREFOX ?? '/usr/bin/firefox-esr';

/** The environment for programs that we start, with what they need besides. */
export const childEnvironment = (more: Record<string, string> = {}): Record<string, string> => {
  const own = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return { ...Object.fromEntries(own), ...more };
};

/** Where programs are looked for; administrators' tools are not on everybody's PATH. */
export const searchPath = (): string[] => [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/sbin'];

/** `STOA_LONG=1` repeats what is left out of each `npm test` because it takes long. */
export const isLong = (): boolean => process.env.STOA_LONG === '1';
