import { createNodeParticipant, probe } from '@stoa/client/node';

// --- node
export async function listenIn(link: string): Promise<void> {
  const participant = await createNodeParticipant({ link, name: 'Recorder', wavOut: 'heard.wav' });
  await participant.until(({ phase }) => phase.is === 'live' && phase.media === 'connected');
  console.info('440 Hz at', participant.hear(440));
  await participant.close();
}
// --- end

// --- probe
export async function check(server: string): Promise<boolean> {
  const { heard, delayMs, lossPct } = await probe(server);
  console.info({ heard, delayMs, lossPct });
  return heard;
}
// --- end
