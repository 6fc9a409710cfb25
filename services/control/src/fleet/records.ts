import type { LifeRecord } from '@stoa/core/fleet';
import { fleetWords } from '@stoa/protocol/fleet';
import type { ControlLife } from './ports.ts';

/** Whose a room is; terms of one room only rise. */
export type OwnerRecord = { readonly owner: ControlLife; readonly term: number };

export const writeRecord = (
  record: (LifeRecord & { readonly process?: string | undefined }) | OwnerRecord,
): Uint8Array => Buffer.from(JSON.stringify('alone' in record ? { ...record, speaks: fleetWords } : record));

/** Which process this life is of, where that can be told. */
export function processOf(value: Uint8Array): string | undefined {
  const { process } = read(value);
  return typeof process === 'string' ? process : undefined;
}

/** A record that cannot be read is that of another version, or damaged: nobody takes anything because of it. */
export function readLife(value: Uint8Array): LifeRecord {
  const { alone, over } = read(value);
  return { alone: typeof alone === 'boolean' ? alone : true, over: over === true };
}

export function readOwner(value: Uint8Array): OwnerRecord | undefined {
  const { owner, term } = read(value);
  return typeof owner === 'string' && Number.isSafeInteger(term)
    ? { owner, term: term as number }
    : undefined;
}

function read(value: Uint8Array): Record<string, unknown> {
  try {
    const json = JSON.parse(Buffer.from(value).toString());
    return typeof json === 'object' && json !== null ? json : {};
  } catch {
    return {};
  }
}
