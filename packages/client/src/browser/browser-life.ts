import { type LevelMeter, measureLevel } from '@stoa/e2ee/browser';
import { leaf } from '@stoa/protocol';
import { browserTransport, type SlotPlayer } from '../adapters/rtc/browser-transport.ts';
import { workerKeys } from '../adapters/worker/worker-keys.ts';
import type { Life } from '../room/ports.ts';
import type { VoiceReport } from '../room/voices.ts';

/** One worker for one fresh join: it ends with it, and its keys with it. */
export async function browserLife(player: SlotPlayer): Promise<Life<MediaStreamTrack>> {
  const worker = new Worker(new URL('../adapters/worker/worker-entry.ts', import.meta.url), {
    type: 'module',
  });
  let onVoices: (reports: readonly VoiceReport[], ownLevel: number) => void = () => {};
  let meter: Promise<LevelMeter | undefined> | undefined;

  const stopMeter = () => {
    void meter?.then((running) => running?.stop()).catch(() => undefined);
    meter = undefined;
  };
  try {
    const keys = await workerKeys(worker, ({ voices, ownLevel }) =>
      onVoices(
        voices.map((voice) => ({ ...voice, leaf: leaf(voice.leaf) })),
        meter === undefined ? 0 : ownLevel,
      ),
    );
    return {
      keys,
      transport: (events) => browserTransport(worker, player, events),
      listenTo: (track) => {
        stopMeter();
        if (!track) return;
        const { port1, port2 } = new MessageChannel();
        worker.postMessage({ listenTo: port2 }, [port2]);
        // Without a level the worker says "quiet speech", which is enough to be heard.
        meter = measureLevel(track, port1).catch(() => undefined);
      },
      onVoices: (callback) => {
        onVoices = callback;
      },
      close: () => {
        onVoices = () => {};
        stopMeter();
        worker.terminate();
      },
    };
  } catch (error) {
    worker.terminate();
    throw error;
  }
}
