import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Folder of real captures that are not part of the project: `STOA_CAPTURES`, or `shared/captures` beside the repository. */
export const capturesFolder: string =
  process.env.STOA_CAPTURES ?? join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'captures');
export const hasCaptures: boolean = existsSync(join(capturesFolder, 'sip.pcap'));
