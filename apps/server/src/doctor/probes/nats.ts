import { connectNats, type NatsAccess } from '@stoa/relay';
import type { Config } from '../../config.ts';
import { Fault, systemCode } from '../../fault.ts';
import { fleetAccess } from '../../fleet/nats-access.ts';
import type { NatsFacts } from '../checks/nats.ts';

/** Connects as each role of this process would, and leaves. */
export async function probeNats({ nats, roles }: Config): Promise<NatsFacts> {
  if (!nats) return { kind: 'notUsed' };
  let each: NatsAccess[];
  try {
    const access = await fleetAccess(nats);
    // The role web has nothing to say to the others.
    each = roles.filter((role) => role !== 'web').map(access);
  } catch (error) {
    return { kind: 'files', says: error instanceof Fault ? error.message : 'NATS_CREDS cannot be used.' };
  }
  const servers = nats.url.split(',');
  const isEncrypted = servers.every((url) => /^(tls|wss):/.test(url)) || nats.tlsCa !== undefined;
  const isLocal = servers.every((url) => /^(localhost|127\.|\[::1\])/.test(new URL(url).host));
  let facts: NatsFacts = { kind: 'failed', why: 'other' };
  try {
    for (const access of each) {
      const connection = await connectNats(access);
      const { info } = connection;
      await connection.close();
      facts = {
        kind: 'answered',
        version: info?.version ?? '?',
        jetstream: info?.jetstream === true,
        isEncrypted,
        isLocal,
        needsJetstream: roles.includes('control'),
      };
    }
    return facts;
  } catch (error) {
    return { kind: 'failed', why: whyOf(error) };
  }
}

/** The client's errors nest; the innermost says what the system or the server meant. */
function whyOf(error: unknown): Extract<NatsFacts, { kind: 'failed' }>['why'] {
  const chain: unknown[] = [];
  for (let each = error; each instanceof Error && chain.length < 8; each = each.cause) chain.push(each);
  const text = chain.map((each) => `${(each as Error).name} ${(each as Error).message}`).join(' ');
  const codes = chain.map(systemCode).join(' ');
  if (/authoriz|authentic|nkey|credential|permission/i.test(text)) return 'credentials';
  if (/ENOTFOUND|EAI_AGAIN/.test(`${codes} ${text}`)) return 'unknownHost';
  if (/CERT|certificate|self.signed|SSL|TLS|altname/i.test(`${codes} ${text}`)) return 'tls';
  if (/ECONN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|refused|timeout/i.test(`${codes} ${text}`))
    return 'unreachable';
  return 'other';
}
