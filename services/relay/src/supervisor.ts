import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RelayPool, RelayPoolOptions } from './pool.ts';
import { type Patience, SupervisedProcess } from './supervised-process.ts';

const defaultMaxPeers = 3000;
/** As long as controls wait before they give a relay up (`presenceRules`). */
const mostPauseMs = 3_000;

/** Relay processes on this machine: started, watched and started again when they end. */
export function createRelayPool(
  options: RelayPoolOptions,
): RelayPool & { readonly relays: readonly SupervisedProcess[] } {
  return createPoolWithPatience(options);
}

/** The same with another idea of how long is too long. */
export function createPoolWithPatience(options: RelayPoolOptions, patience?: Partial<Patience>) {
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of [...listeners]) listener();
  };
  const linkFolder = options.count > 1 ? mkdtempSync(join(tmpdir(), 'stoa-relays-')) : undefined;
  const relays: readonly SupervisedProcess[] = Array.from({ length: options.count }, (_, index) => {
    const settings = {
      bindAddress: options.bindAddress,
      ...(options.announcedAddress === undefined ? {} : { announcedAddress: options.announcedAddress }),
      port: options.firstPort === 0 ? 0 : options.firstPort + index,
      maxPeers: options.maxPeers ?? defaultMaxPeers,
      ...(options.iceKey === undefined ? {} : { iceKey: options.iceKey }),
      ...(options.packetBudget === undefined ? {} : { packetBudget: options.packetBudget }),
      ...(options.place && { place: options.place }),
      ...(options.fleet && { fleet: { ...options.fleet, mostPauseMs } }),
      // A single relay has nobody to link to.
      ...(linkFolder === undefined ? {} : { linkFolder }),
    };
    const othersUp = () => relays.some((relay) => relay.index !== index && relay.isUp);
    return new SupervisedProcess(index, settings, options.log, patience, othersUp, changed);
  });
  let renewing: Promise<void> | undefined;
  const renewAll = async (elsewhere: boolean) => {
    for (const relay of relays) await relay.renew(elsewhere);
  };
  const renew = (elsewhere = false) => {
    renewing ??= renewAll(elsewhere).finally(() => {
      renewing = undefined;
    });
    return renewing;
  };
  const onChange = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const stop = async () => {
    await Promise.all(relays.map((relay) => relay.stop()));
    if (linkFolder !== undefined) rmSync(linkFolder, { recursive: true, force: true });
  };
  const start = async () => {
    try {
      await Promise.all(relays.map((relay) => relay.start()));
    } catch (error) {
      await stop();
      throw error;
    }
  };
  return { relays, start, stop, onChange, renew };
}
