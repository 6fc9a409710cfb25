import { type Finding, findings } from '../finding.ts';

export type CertificateFacts = {
  /** Such as "STOA_TLS_CERT" or "the certificate at STOA_PUBLIC_URL": begins a sentence. */
  readonly called: string;
  /** How it could not be read, in the system's word or `malformed`; undefined: it was read. */
  readonly unreadable?: string | undefined;
  readonly keyUnreadable?: string | undefined;
  /** Milliseconds since 1970. */
  readonly from?: number;
  readonly until?: number;
  /** The host that people type; undefined: not set. */
  readonly host?: string | undefined;
  readonly isForHost?: boolean;
  /** Undefined: its key is not ours to see. */
  readonly keyFits?: boolean | undefined;
};

const dayMs = 86_400_000;
const soonDays = 14;

export function decideCertificate(facts: CertificateFacts, now: number): Finding[] {
  const { ok, warning, fault } = findings('certificate');
  const { called, host } = facts;
  if (facts.unreadable !== undefined) {
    return facts.unreadable === 'ENOENT'
      ? [
          fault(
            `${called} names a file that does not exist.`,
            'Put the certificate there, in PEM with its chain.',
          ),
        ]
      : [
          fault(
            `${called} cannot be read (${facts.unreadable}).`,
            'It must be PEM and readable by our user.',
          ),
        ];
  }
  const found: Finding[] = [];
  if (facts.keyUnreadable !== undefined) {
    found.push(
      fault(
        `STOA_TLS_KEY cannot be read (${facts.keyUnreadable}).`,
        'It must be the private key in PEM, readable by our user.',
      ),
    );
  }
  if (facts.keyFits === false) {
    found.push(
      fault(
        `${called} and STOA_TLS_KEY do not belong together.`,
        'Use the key that the certificate was made for; after a renewal both files change.',
      ),
    );
  }
  if (facts.until !== undefined && now > facts.until) {
    found.push(
      fault(
        `${called} expired ${days(now - facts.until)} ago.`,
        'Renew it, and see why that did not happen.',
      ),
    );
  } else if (facts.from !== undefined && now < facts.from) {
    found.push(
      fault(
        `${called} is not valid for another ${days(facts.from - now)}.`,
        'Check the clock of this machine first.',
      ),
    );
  } else if (facts.until !== undefined && facts.until - now < soonDays * dayMs) {
    found.push(warning(`${called} expires in ${days(facts.until - now)}.`, 'Renew it.'));
  }
  if (host !== undefined && facts.isForHost === false) {
    found.push(
      fault(
        `${called} is not for ${host}, which STOA_PUBLIC_URL names.`,
        'Get one for that name, or correct the setting.',
      ),
    );
  }
  return found.length > 0 ? found : [ok(`${called} is in order.`)];
}

function days(ms: number): string {
  const count = Math.round(ms / dayMs);
  return count === 1 ? '1 day' : count < 1 ? 'less than a day' : `${count} days`;
}
