/** An address outside of this machine that the deployment, as it is set, contacts by itself. */
export type Contact = { readonly address: string; readonly why: string };

export type OutsideFacts = {
  readonly databaseUrl: string | undefined;
  readonly natsUrl: string | undefined;
  /** Hosts of push services that people use now; undefined: not known while the database is not there. */
  readonly pushHosts: readonly string[] | undefined;
  readonly accounts: boolean;
  readonly knownPushHosts: readonly string[];
};

const isLocal = (host: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?|)$/.test(host);

/** Everything that is contacted but answers to those who came. People's browsers contact the server and its relays. */
export function outsideContacts(facts: OutsideFacts): { contacts: Contact[]; perhaps: Contact[] } {
  const contacts: Contact[] = [];
  const add = (url: string, why: string) => {
    if (!URL.canParse(url)) return;
    const { hostname, host, searchParams } = new URL(url);
    if (!isLocal(hostname) && !searchParams.get('host')?.startsWith('/'))
      contacts.push({ address: host, why });
  };
  if (facts.databaseUrl) add(facts.databaseUrl, 'the database (DATABASE_URL)');
  for (const url of facts.natsUrl?.split(',') ?? []) add(url, 'NATS (NATS_URL)');
  const why = 'wakes the browsers of people who turned notifications on; content-free and encrypted';
  for (const address of facts.pushHosts ?? []) contacts.push({ address, why });
  const known = facts.knownPushHosts.map((host) => ({ address: host.replace(/^\./, '*.'), why }));
  return { contacts, perhaps: facts.accounts && facts.pushHosts === undefined ? known : [] };
}
