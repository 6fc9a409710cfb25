import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { connectNats, type NatsAccess } from '@stoa/relay';
import type { NatsConfig, Role } from '../config.ts';
import { Fault, systemCode } from '../fault.ts';

/** How the roles of this process come to the broker. A role without a line of its own in NATS_CREDS has no secret. */
export type FleetAccess = (role: Role) => NatsAccess;

/**
 * Reads NATS_CREDS and NATS_TLS_CA. In the credentials file each line is a role and the seed of its user, as `stoa admin nats-config`
 * writes it; a file of NATS's own (`.creds`) or a single seed is for all roles. Throws a `Fault`.
 */
export async function fleetAccess({ url, creds, tlsCa }: NatsConfig): Promise<FleetAccess> {
  const servers = url.split(',');
  // The client compares a certificate with a name alone.
  if (servers.some((each) => each.startsWith('tls:') && isIP(hostOf(each)) !== 0)) {
    throw new Fault('NATS_URL must give TLS servers by name, as their certificates do, and not by number.');
  }
  const ca = tlsCa === undefined ? undefined : await read(tlsCa, 'NATS_TLS_CA');
  const text = creds === undefined ? undefined : await read(creds, 'NATS_CREDS');
  const seeds = text === undefined ? undefined : seedsOf(text);
  return (role) => {
    const secret = seeds?.size ? seeds.get(role) : text;
    if (creds !== undefined && secret === undefined) {
      throw new Fault(`The file of NATS_CREDS has no line for the role ${role}.`);
    }
    return { servers, secret, ca };
  };
}

/** Connected for as long as the process lives. Throws a `Fault`. */
export async function joinBroker(access: NatsAccess) {
  return await connectNats(access).catch((error: unknown) => {
    const words = error instanceof Error ? `${error.name} ${error.message}` : '';
    throw new Fault(
      /authori[sz]ation/i.test(words)
        ? 'The NATS servers of NATS_URL refuse us: NATS_CREDS must name a user that they know.'
        : /certificate|tls|self.signed/i.test(words)
          ? 'The NATS servers of NATS_URL show a certificate that NATS_TLS_CA did not sign.'
          : 'No NATS server of NATS_URL answers: start one, or correct the address.',
    );
  });
}

const hostOf = (url: string): string => new URL(url).hostname.replace(/^\[|\]$/g, '');

/** Empty for a file of another kind. */
function seedsOf(text: string): ReadonlyMap<string, string> {
  const lines = [...text.matchAll(/^\s*(control|relay|social|web)\s+(SU[A-Z2-7]{56})\s*$/gm)];
  return new Map(lines.map(([, role, seed]) => [role!, seed!]));
}

async function read(file: string, setting: string): Promise<string> {
  return await readFile(file, 'utf8').catch((error: unknown) => {
    throw new Fault(`The file of ${setting} cannot be read (${systemCode(error) ?? 'unknown error'}).`);
  });
}
