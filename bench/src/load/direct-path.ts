import { media } from '@stoa/protocol';
import { startLoad } from './load.ts';

/** One talker and one listener connected to each other without anything between: what a relay's delay is held against. */
export interface DirectPath {
  /** Packet delays of one stretch of talking, milliseconds. */
  talk(seconds: number): Promise<Float64Array>;
  close(): Promise<void>;
}

const openMs = 20_000;
const address = '127.0.0.1';

export async function openDirectPath(): Promise<DirectPath> {
  const talker = await startLoad('direct talker');
  const ear = await startLoad('direct listener');
  const offered = await talker.worker.offer({ address, microphone: true, slots: 0 });
  // Without candidates: else the listener begins before the talker knows its fingerprint, and is turned away.
  const blind = offered.sdp.replace(/^a=candidate.*\r\n/gm, '');
  const answered = await ear.worker.answer(blind, { address, watched: true });
  await talker.worker.accept(offered.id, answered.sdp);
  await Promise.all([talker.worker.opened(offered.id, openMs), ear.worker.opened(answered.id, openMs)]);
  return {
    talk: async (seconds) => {
      await ear.worker.watch(true);
      await talker.worker.publish(offered.id, media.frameMs, seconds * 1000);
      await new Promise((resolve) => setTimeout(resolve, 200));
      await ear.worker.watch(false);
      return ear.worker.delays();
    },
    close: async () => {
      await Promise.all([talker.stop(), ear.stop()]);
    },
  };
}
