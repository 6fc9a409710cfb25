/** Where the pages of this deployment come from. */
export type Site = {
  /** Host name that passkeys belong to, such as `stoa.example` or `localhost`. */
  readonly host: string;
  readonly https: boolean;
  /** Is this `Origin` a page of ours, given the `Host` that the request was sent to? */
  isOurs(origin: string, host: string | undefined): boolean;
};

/** With a public address that one alone; without, the machine's own names on the port that was asked. */
export function siteOf(publicUrl: URL | undefined): Site {
  if (publicUrl) {
    return {
      host: publicUrl.hostname,
      https: publicUrl.protocol === 'https:',
      isOurs: (origin) => origin === publicUrl.origin,
    };
  }
  return {
    host: 'localhost',
    https: false,
    isOurs: (origin, host) => origin === `http://${host}`,
  };
}
