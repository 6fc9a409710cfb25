import type { Registry } from 'prom-client';
import { pulledGauge } from './pulled.ts';

/** What the process itself needs of its machine. */
export function watchProcess(
  registry: Registry,
  dataFolderWritable: () => boolean | undefined,
  tight: () => boolean | undefined,
): void {
  const flag = (name: string, help: string, read: () => boolean | undefined) =>
    pulledGauge(registry, name, help, [], () => {
      const value = read();
      return value === undefined ? [] : [{ labels: {}, value: value ? 1 : 0 }];
    });
  flag('stoa_data_folder_writable', '1: the data folder can be written', dataFolderWritable);
  flag('stoa_descriptors_tight', '1: nobody new is let in, for want of descriptors', tight);
}
