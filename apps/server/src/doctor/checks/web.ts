import { type Finding, findings } from '../finding.ts';

export type WebFacts = {
  /** Does this process serve pages? */
  readonly isUsed: boolean;
  readonly folder: string;
  readonly isBuilt: boolean;
  readonly host: string;
  readonly publicUrl: URL | undefined;
  readonly trustProxy: boolean;
  readonly hasOwnTls: boolean;
};

export function decideWeb(facts: WebFacts): Finding[] {
  const { ok, warning, fault } = findings('web');
  const { publicUrl } = facts;
  const found: Finding[] = [];
  if (!facts.isUsed) return [ok('This process serves no pages.')];
  if (!facts.isBuilt) {
    found.push(
      fault(
        `There is no web app in ${facts.folder}.`,
        'npm run build, or set STOA_WEB to where it was built.',
      ),
    );
  }
  const isLoopback = /^(127\.|::1$|localhost$)/.test(facts.host);
  if (publicUrl?.protocol === 'http:' && publicUrl.hostname !== 'localhost') {
    found.push(
      fault(
        'STOA_PUBLIC_URL begins with http: browsers give microphone and encryption to https alone.',
        'Put a proxy with a certificate in front (deploy/Caddyfile) and use https.',
      ),
    );
  }
  if (!publicUrl && !isLoopback && !facts.hasOwnTls) {
    found.push(
      warning(
        `HOST is ${facts.host}, without https: pages open there get no microphone.`,
        'Put a proxy with a certificate in front (deploy/Caddyfile) and set STOA_PUBLIC_URL.',
      ),
    );
  }
  if (publicUrl?.protocol === 'https:' && isLoopback && !facts.trustProxy && !facts.hasOwnTls) {
    found.push(
      warning(
        'A proxy stands in front, and STOA_TRUST_PROXY is 0: all people share the budget of its one address.',
        'Set STOA_TRUST_PROXY=1, if the proxy sets X-Forwarded-For itself.',
      ),
    );
  }
  return found.length > 0 ? found : [ok('The web app is there.')];
}
