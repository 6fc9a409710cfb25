import { type Finding, findings } from '../finding.ts';

export type NatsFacts =
  | { readonly kind: 'notUsed' }
  /** Credentials or authority, on this machine. */
  | { readonly kind: 'files'; readonly says: string }
  | {
      readonly kind: 'failed';
      readonly why: 'unreachable' | 'unknownHost' | 'credentials' | 'tls' | 'other';
    }
  | {
      readonly kind: 'answered';
      readonly version: string;
      readonly jetstream: boolean;
      readonly isEncrypted: boolean;
      readonly isLocal: boolean;
      /** Does this process need JetStream (role control)? */
      readonly needsJetstream: boolean;
    };

const failures = {
  unreachable: [
    'NATS does not answer at NATS_URL.',
    'Start it, or correct host and port; check the firewall.',
  ],
  unknownHost: ['The host in NATS_URL is not known.', 'Correct it, or the name server.'],
  credentials: [
    'NATS refuses our credentials.',
    'NATS_CREDS, or the user in NATS_URL, must be one that the server knows (deploy/nats).',
  ],
  tls: [
    'The certificate of NATS is not trusted.',
    'Set NATS_TLS_CA to the authority that signed it, and use the name that stands in it.',
  ],
  other: ['NATS cannot be used.', 'Look into its log.'],
} as const;

export function decideNats(facts: NatsFacts): Finding[] {
  const { ok, warning, fault } = findings('nats');
  if (facts.kind === 'notUsed') return [ok('No NATS is used: everything is one process.')];
  if (facts.kind === 'files') {
    return [
      fault(facts.says, 'stoa admin nats-config writes such files; ours must be readable by our user.'),
    ];
  }
  if (facts.kind === 'failed') {
    const [says, fix] = failures[facts.why];
    return [fault(says, fix)];
  }
  const found: Finding[] = [];
  if (facts.needsJetstream && !facts.jetstream) {
    found.push(
      fault(
        'NATS runs without JetStream.',
        'Give it a store: a jetstream { } block in its configuration, or -js.',
      ),
    );
  }
  if (!facts.isEncrypted && !facts.isLocal) {
    found.push(
      warning(
        'The connection to NATS is not encrypted.',
        'Use tls:// in NATS_URL between machines (deploy/nats).',
      ),
    );
  }
  return found.length > 0 ? found : [ok(`NATS ${facts.version} answers.`)];
}
