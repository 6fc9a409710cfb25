import { ROLES } from '../config/kinds.ts';
import type { Role } from '../config.ts';

/** One process of a fleet: a machine and what it does there. */
export type FleetNode = { readonly host: string; readonly roles: readonly Role[] };

/** Subjects that one user may speak on and hear; nothing else. */
type Allowed = { readonly publish: readonly string[]; readonly subscribe: readonly string[] };

/**
 * What each role of a host may do at the broker. A relay speaks in its own name alone and hears what is meant for it; it has no
 * JetStream and no inbox. Controls share rooms and their memory, so they are one another's equals.
 */
export function allowed(role: Role, host: string): Allowed | undefined {
  switch (role) {
    case 'relay':
      return {
        publish: [`stoa.relay.presence.${host}`, `stoa.control.words.*.${host}`, `stoa.link.*.*.${host}.>`],
        subscribe: [`stoa.relay.words.${host}`, `stoa.link.${host}.>`],
      };
    case 'control':
      return {
        publish: [
          ...['stoa.relay.words.*', 'stoa.socket.>', 'stoa.memory.>', 'stoa.voice.>'],
          ...['$KV.stoa_nodes.>', '$KV.stoa_rooms.>', '$JS.API.>', '$JS.ACK.>'],
        ],
        subscribe: [
          ...['stoa.relay.presence.*', 'stoa.control.words.>', 'stoa.socket.>', 'stoa.voice.>', '_INBOX.>'],
        ],
      };
    case 'social':
      return {
        publish: [
          ...['stoa.voice.ask', 'stoa.voice.missed', 'stoa.voice.guest-answer.*'],
          ...['stoa.voice.social', 'stoa.voice.social-here.*'],
        ],
        subscribe: [
          ...['stoa.voice.answer.*', 'stoa.voice.again.*', 'stoa.voice.news', 'stoa.voice.guest'],
          ...['stoa.voice.social', 'stoa.voice.social-here.*'],
        ],
      };
    case 'web':
      return undefined;
    default:
      return role satisfies never;
  }
}

/** `fra-1=relay`, `home=control,social`; undefined for anything else. */
export function readNode(text: string): FleetNode | undefined {
  const [, host = '', list = ''] = /^([A-Za-z0-9][A-Za-z0-9_-]{0,25})=([a-z,]+)$/.exec(text) ?? [];
  const names = list.split(',');
  const known = names.every((name) => (ROLES as readonly string[]).includes(name));
  return host && known ? { host, roles: ROLES.filter((role) => names.includes(role)) } : undefined;
}

export type NatsUser = { readonly host: string; readonly role: Role; readonly publicKey: string };

export type NatsConfigOptions = {
  readonly listen: string;
  /** Folder where JetStream keeps who owns which room. */
  readonly store: string;
  /** PEM files of the broker; without them it must stand on the same machine as everything else. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
};

/** A configuration of nats-server (2.9 or later). It holds public keys alone: no secret is in it. */
export function natsConfig(users: readonly NatsUser[], { listen, store, tls }: NatsConfigOptions): string {
  const lines = users.flatMap(({ host, role, publicKey }) => {
    const may = allowed(role, host);
    if (!may) return [];
    return [
      `    # ${role} of ${host}`,
      `    { nkey: ${publicKey}, permissions: {`,
      `      publish: { allow: [${quoted(may.publish)}] }`,
      `      subscribe: { allow: [${quoted(may.subscribe)}] }`,
      '    } }',
    ];
  });
  return [
    '# Written by `stoa admin nats-config`; write it again when a machine is added.',
    `listen: ${quoted([listen])}`,
    'max_payload: 1MB',
    `jetstream { store_dir: ${quoted([store])} }`,
    ...(tls
      ? [`tls { cert_file: ${quoted([tls.cert])}, key_file: ${quoted([tls.key])} }`]
      : ['# Between machines TLS is needed: --tls-cert and --tls-key.']),
    'authorization {',
    '  users: [',
    ...lines,
    '  ]',
    '}',
    '',
  ].join('\n');
}

const quoted = (texts: readonly string[]): string => texts.map((text) => JSON.stringify(text)).join(', ');
