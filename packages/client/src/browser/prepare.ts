import type { SlotPlayers } from '../adapters/rtc/browser-transport.ts';
import { type OfferedLines, offerLines } from '../adapters/rtc/offered-lines.ts';
import type { Ways } from '../adapters/rtc/ways.ts';
import type { Life } from '../room/ports.ts';
import { browserLife } from './browser-life.ts';
import { type KeyWorker, startKeyWorker } from './key-worker.ts';

type Prepared = { readonly keyWorker: KeyWorker; readonly lines: OfferedLines };
type Preparation = { readonly made: Promise<Prepared | undefined>; ready?: Prepared };

/** One for the page: whoever joins next takes it. */
let unused: Preparation | undefined;

/**
 * Makes fresh keys and an offer ahead of the tap that will need them; to be called when a screen is shown from which a
 * room is entered. Nobody is told anything, no address is gathered and no microphone is asked for: all that is loaded
 * is the key worker's script. The next `startRoom` or `joinRoom` uses what was made, once. The result throws it away
 * if it has not been used.
 */
export function prepare(): () => void {
  unused ??= begin();
  const mine = unused;
  return () => {
    if (unused !== mine) return;
    unused = undefined;
    void mine.made.then(discard);
  };
}

/** A life from what was prepared and is ready: whoever has one need not wait at all. */
export function readyLife(players: SlotPlayers, ways: Ways): Life<MediaStreamTrack> | undefined {
  const ready = unused?.ready;
  if (!ready) return undefined;
  unused = undefined;
  return browserLife(ready.keyWorker, players, ready.lines, ways);
}

/** A life from what is being prepared, or from nothing. */
export async function makeLife(players: SlotPlayers, ways: Ways): Promise<Life<MediaStreamTrack>> {
  const under = unused;
  unused = undefined;
  const made = await under?.made;
  if (made) return browserLife(made.keyWorker, players, made.lines, ways);
  return browserLife(await startKeyWorker(), players, undefined, ways);
}

function begin(): Preparation {
  // What fails ahead of time, offline for one, may succeed at the tap: it is tried again then, and told then.
  const preparation: Preparation = { made: make().catch(() => undefined) };
  void preparation.made.then((ready) => {
    if (ready) preparation.ready = ready;
  });
  return preparation;
}

async function make(): Promise<Prepared> {
  const keyWorker = await startKeyWorker();
  try {
    const lines = offerLines(keyWorker.worker);
    await lines.offer;
    return { keyWorker, lines };
  } catch (error) {
    keyWorker.worker.terminate();
    throw error;
  }
}

function discard(prepared: Prepared | undefined): void {
  prepared?.lines.connection.close();
  prepared?.keyWorker.worker.terminate();
}
