import { readFile } from 'node:fs/promises';
import { connect, credsAuthenticator } from '@nats-io/transport-node';
import type { Config } from '../../config.ts';
import { systemCode } from '../../fault.ts';
import type { NatsFacts } from '../checks/nats.ts';

const patienceMs = 3_000;

/** Connects as the server would, and leaves. */
export async function probeNats({ nats, roles }: Config): Promise<NatsFacts> {
  if (!nats) return { kind: 'notUsed' };
  const servers = nats.url.split(',');
  let creds: Uint8Array | undefined;
  try {
    creds = nats.creds === undefined ? undefined : await readFile(nats.creds);
  } catch {
    return { kind: 'failed', why: 'credentialsFile' };
  }
  const isEncrypted = servers.every((url) => /^(tls|wss):/.test(url));
  try {
    const tls = isEncrypted || nats.tlsCa !== undefined;
    const connection = await connect({
      servers,
      name: 'stoa doctor',
      timeout: patienceMs,
      reconnect: false,
      ...(creds && { authenticator: credsAuthenticator(creds) }),
      ...(tls && { tls: nats.tlsCa === undefined ? {} : { caFile: nats.tlsCa } }),
    });
    const { info } = connection;
    await connection.close();
    return {
      kind: 'answered',
      version: info?.version ?? '?',
      jetstream: info?.jetstream === true,
      isEncrypted: tls,
      isLocal: servers.every((url) => /^(localhost|127\.|\[::1\])/.test(new URL(url).host)),
      needsJetstream: roles.includes('control'),
    };
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
