/** The session token's cookie: no script reads it, no other site's page sends it. */
export class SessionCookie {
  readonly #name: string;
  readonly #attributes: string;

  constructor(https: boolean) {
    this.#name = https ? '__Host-stoa-session' : 'stoa-session';
    this.#attributes = `; Path=/; HttpOnly; SameSite=Strict${https ? '; Secure' : ''}`;
  }

  /** Undefined when there is none, or nothing that we could have set. */
  read(header: string | undefined): string | undefined {
    for (const pair of (header ?? '').split(';')) {
      const at = pair.indexOf('=');
      if (pair.slice(0, at).trim() !== this.#name) continue;
      const value = pair.slice(at + 1).trim();
      if (/^[A-Za-z0-9_-]{43}$/.test(value)) return value;
    }
    return undefined;
  }

  set(token: string): string {
    // The server ends sessions that rest for long; the browser is only told the longest that it allows.
    return `${this.#name}=${token}; Max-Age=34560000${this.#attributes}`;
  }

  clear(): string {
    return `${this.#name}=; Max-Age=0${this.#attributes}`;
  }
}
