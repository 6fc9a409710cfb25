import { type LevelMeter, measureLevel } from '@stoa/e2ee/browser';
import { leaf } from '@stoa/protocol';
import { browserTransport, type SlotPlayers } from '../adapters/rtc/browser-transport.ts';
import { type OfferedLines, offerLines } from '../adapters/rtc/offered-lines.ts';
import type { Ways } from '../adapters/rtc/ways.ts';
import type { ToWorker } from '../adapters/worker/rpc.ts';
import type { Life } from '../room/ports.ts';
import type { KeyWorker } from './key-worker.ts';

/** One worker for one fresh join: it ends with it, and its keys with it. `ready`: lines for the first transport. */
export function browserLife(
  { worker, keys, onVoices }: KeyWorker,
  players: SlotPlayers,
  ready: OfferedLines | undefined,
  ways: Ways,
): Life<MediaStreamTrack> {
  let unused = ready;
  let meter: Promise<LevelMeter | undefined> | undefined;
  const tell = (word: ToWorker) => worker.postMessage(word);
  const stopMeter = () => {
    void meter?.then((running) => running?.stop()).catch(() => undefined);
    meter = undefined;
  };

  return {
    keys,
    transport: (events, second) => {
      const lines = unused ?? offerLines(worker);
      unused = undefined;
      const gate = {
        carry: () => tell({ carry: lines.n }),
        ended: () => tell({ ended: lines.n }),
      };
      if (!second) gate.carry();
      return browserTransport(lines, players.open(), events, gate, ways);
    },
    listenTo: (track) => {
      stopMeter();
      if (!track) return;
      const { port1, port2 } = new MessageChannel();
      worker.postMessage({ listenTo: port2 }, [port2]);
      // Without a level the worker says "quiet speech", which is enough to be heard.
      meter = measureLevel(track, port1).catch(() => undefined);
    },
    onVoices: (callback) =>
      onVoices(({ voices, ownLevel }) =>
        callback(
          voices.map((voice) => ({ ...voice, leaf: leaf(voice.leaf) })),
          meter === undefined ? 0 : ownLevel,
        ),
      ),
    evidence: (leaf) => keys.evidence(leaf),
    close: () => {
      onVoices(() => {});
      stopMeter();
      unused?.connection.close();
      worker.terminate();
    },
  };
}
