import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { isOperator, readFence, writeFence } from '@stoa/protocol/fleet';

/** How the text of a setting becomes its value. A text that it cannot be is answered with what it must be. */
export type Kind<T> = {
  /** Ends the sentence "NAME must be ...", without the full stop. */
  readonly must: string;
  /** Undefined: not one of this kind. */
  parse(text: string): T | undefined;
};

export const wholeNumber = (least: number, most: number): Kind<number> => ({
  must: `a whole number from ${least} to ${most}`,
  parse: (text) => {
    const value = Number(text);
    return /^\d+$/.test(text) && value >= least && value <= most ? value : undefined;
  },
});

export const yesNo: Kind<boolean> = {
  must: '1 or 0',
  parse: (text) => (text === '1' ? true : text === '0' ? false : undefined),
};

export const ipAddress: Kind<string> = {
  must: 'an IP address, such as 192.0.2.10',
  parse: (text) => (isIP(text) !== 0 ? text : undefined),
};

/** Where something listens: `localhost` is understood as well. */
export const listenAddress: Kind<string> = {
  ...ipAddress,
  parse: (text) => (text === 'localhost' ? text : ipAddress.parse(text)),
};

/** A file or folder; what is relative is so to the working folder. */
export const path: Kind<string> = { must: 'a path', parse: (text) => resolve(text) };

/** Scheme, host and port, and nothing else. */
export const webAddress: Kind<URL> = {
  must: 'an address without a path, such as https://stoa.example',
  parse: (text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url?.pathname !== '/' || url.search || url.hash || url.username) return undefined;
    return url.protocol === 'https:' || url.protocol === 'http:' ? url : undefined;
  },
};

/** RFC 7065, several with commas. */
export const turnAddresses: Kind<readonly string[]> = {
  must: 'addresses such as turn:turn.example:3478?transport=udp, with commas between several',
  parse: (text) => {
    const urls = text.split(',').map((url) => url.trim());
    const good = urls.every((url) => /^turns?:[^\s?/]{1,253}(?:\?transport=(?:udp|tcp))?$/.test(url));
    return good && urls.length <= 7 ? urls : undefined;
  },
};

export const sharedSecret: Kind<string> = {
  must: 'a random text of 16 to 200 characters',
  parse: (text) => (text.length >= 16 && text.length <= 200 ? text : undefined),
};

/** Left to what opens it: a wrong one is said with the reason there. */
export const databaseAddress: Kind<string> = { must: 'the address of a database', parse: (text) => text };

/** One or more servers of one NATS cluster. */
export const natsAddress: Kind<string> = {
  must: 'one or more addresses, such as nats://localhost:4222 or tls://a.example:4222,tls://b.example:4222',
  parse: (text) => {
    const each = text.split(',').map((part) => part.trim());
    const good = each.every((part) => {
      const url = URL.canParse(part) ? new URL(part) : undefined;
      return url !== undefined && /^(nats|tls|ws|wss):$/.test(url.protocol) && url.hostname !== '';
    });
    return good ? each.join(',') : undefined;
  },
};

/** A short name that stands in the signed directory, where everybody can read it. */
export const placeName: Kind<string> = {
  must: 'a name of at most 26 letters, digits, hyphens and underscores, such as fra-1',
  // With room for a word behind it: a machine may stand there as several hosts.
  parse: (text) => (/^[A-Za-z0-9][A-Za-z0-9_-]{0,25}$/.test(text) ? text : undefined),
};

export const regionName: Kind<string> = {
  must: 'a name of at most 32 lower-case letters, digits and hyphens, such as eu-central',
  parse: (text) => (/^[a-z0-9-]{1,32}$/.test(text) ? text : undefined),
};

/** Who runs a machine, as fences name them. */
export const operatorName: Kind<string> = {
  must: 'a name of lower-case letters, digits, points and hyphens, such as example.net',
  parse: (text) => (isOperator(text) ? text : undefined),
};

/** Countries and operators that traffic may touch. */
export const fence: Kind<string> = {
  must: 'a fence: DE,FR for these countries alone, !CN for all but these, operators behind a slash as in DE/example.net',
  parse: (text) => {
    const read = readFence(text);
    return read && writeFence(read);
  },
};

/** ISO 3166-1 alpha-2. */
export const jurisdiction: Kind<string> = {
  must: 'a country of ISO 3166 in two capital letters, such as DE',
  parse: (text) => (/^[A-Z]{2}$/.test(text) ? text : undefined),
};

export const ROLES = ['control', 'relay', 'social', 'web'] as const;
export type Role = (typeof ROLES)[number];

export const roleList: Kind<readonly Role[]> = {
  must: 'all, or one or more of control, relay, social and web with commas between them',
  parse: (text) => {
    if (text === 'all') return ROLES;
    const named = text.split(',').map((part) => part.trim());
    return named.every((name) => (ROLES as readonly string[]).includes(name))
      ? ROLES.filter((role) => named.includes(role))
      : undefined;
  },
};
