import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import type { Config } from '../../config.ts';
import { limitIn } from '../../watch/descriptors.ts';
import type { MachineFacts } from '../checks/machine.ts';

const numberIn = async (file: string): Promise<number | undefined> => {
  const text = await readFile(file, 'utf8').catch(() => '');
  return /^\d+\s*$/.test(text) ? Number(text) : undefined;
};

export async function probeMachine(config: Config): Promise<MachineFacts> {
  const limits = await readFile('/proc/self/limits', 'utf8').catch(() => '');
  const { roles, relays, social } = config;
  return {
    descriptors: limitIn(limits),
    receiveBuffer: await numberIn('/proc/sys/net/core/rmem_max'),
    sendBuffer: await numberIn('/proc/sys/net/core/wmem_max'),
    // What is left of the machine and of the limit of our control group, whichever is less.
    memory: process.availableMemory(),
    relays: roles.includes('relay') ? relays : 0,
    cores: availableParallelism(),
    ownDatabase: roles.includes('social') && social !== undefined && social.databaseUrl === undefined,
  };
}
