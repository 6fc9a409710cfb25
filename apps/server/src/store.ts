import {
  type Database,
  DatabaseFault,
  type EmbeddedDatabase,
  openDatabase,
  type PoolUse,
  startEmbedded,
} from '@stoa/social';
import { Fault } from './fault.ts';
import type { ServerLog } from './log.ts';

export type Store = { readonly db: Database; use(): PoolUse; close(): Promise<void> };

/** The operator's database, or our own in the data folder. Throws a `Fault`. */
export async function openStore(options: {
  readonly url: string | undefined;
  readonly folder: string;
  readonly say: (text: string) => void;
  readonly log: ServerLog;
}): Promise<Store> {
  const { url, folder, say, log } = options;
  let own: EmbeddedDatabase | undefined;
  try {
    if (url === undefined) {
      say('Starting the database.');
      own = await startEmbedded({ folder, say });
    } else say('Connecting to the database.');
    const onLost = () => log.warn({ event: 'databaseLost' });
    const open = await openDatabase(own?.address ?? { url: url ?? '' }, { onLost });
    return {
      db: open.db,
      use: open.use,
      async close() {
        await open.close();
        await own?.stop();
      },
    };
  } catch (error) {
    await own?.stop();
    throw error instanceof DatabaseFault ? new Fault(error.message) : error;
  }
}
