import { mkdir, open, readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { nkeys } from '@nats-io/transport-node';
import { readConfig } from '../config.ts';
import { Fault, systemCode } from '../fault.ts';
import { type FleetNode, natsConfig, readNode } from '../fleet/nats-config.ts';

export type NatsConfigFlags = {
  readonly listen: string;
  readonly store: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
};

/** Prints a configuration for nats-server. Each machine's secrets are made once, in `nats/` of the data folder. */
export async function adminNatsConfig(
  texts: readonly string[],
  flags: NatsConfigFlags,
  folder: string = readConfig().dataFolder,
): Promise<void> {
  const nodes = texts.map((text) => {
    const node = readNode(text);
    if (!node)
      throw new Fault('Name each machine with its roles, such as fra-1=relay or home=control,social.');
    return node;
  });
  if (new Set(nodes.map(({ host }) => host)).size < nodes.length) {
    throw new Fault('Each machine is named once, with all its roles.');
  }
  const { tlsCert, tlsKey } = flags;
  if ((tlsCert === undefined) !== (tlsKey === undefined)) {
    throw new Fault('--tls-cert and --tls-key belong together.');
  }
  const port = /^(.*):\d+$/.exec(flags.listen);
  if (!port || isIP(port[1]!.replace(/^\[|\]$/g, '')) === 0) {
    throw new Fault('--listen is an address and a port, such as 192.0.2.1:4222.');
  }
  const users = [];
  for (const node of nodes) users.push(...(await usersOf(node, join(folder, 'nats'))));
  const tls =
    tlsCert !== undefined && tlsKey !== undefined
      ? { cert: resolve(tlsCert), key: resolve(tlsKey) }
      : undefined;
  process.stdout.write(natsConfig(users, { listen: flags.listen, store: resolve(flags.store), tls }));
  for (const { host } of nodes) {
    process.stderr.write(`NATS_CREDS of ${host}: ${join(folder, 'nats', `${host}.creds`)}\n`);
  }
}

/** Their seeds in `<host>.creds`, one line a role; a role that is new gets one. */
async function usersOf({ host, roles }: FleetNode, folder: string) {
  const file = join(folder, `${host}.creds`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const before = await readFile(file, 'utf8').catch(() => '');
    const lines = new Map(
      [...before.matchAll(/^(\w+) (SU[A-Z2-7]{56})$/gm)].map(([, role, seed]) => [role!, seed!]),
    );
    const fresh = roles.filter((role) => role !== 'web' && !lines.has(role));
    if (fresh.length > 0) {
      const handle = await open(file, 'a', 0o600);
      for (const role of fresh) {
        const seed = new TextDecoder().decode(nkeys.createUser().getSeed());
        lines.set(role, seed);
        await handle.write(`${role} ${seed}\n`);
      }
      await handle.sync();
      await handle.close();
    }
    return roles.flatMap((role) => {
      const seed = lines.get(role);
      if (seed === undefined) return [];
      return [{ host, role, publicKey: nkeys.fromSeed(new TextEncoder().encode(seed)).getPublicKey() }];
    });
  } catch (error) {
    throw new Fault(
      `The credentials in the data folder cannot be written (${systemCode(error) ?? 'damaged file'}).`,
    );
  }
}
