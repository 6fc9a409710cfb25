// Everything that is asked of a run: of the wire, of the signaling inside the TLS connection, of what the server wrote.
import type { Capture } from '../rig/tshark.ts';
import { type Finding, lengthFindings, textFindings, wireFindings } from './findings.ts';
import { harvest, linkCanaries } from './harvest.ts';
import { type Canary, needlesOf } from './needles.ts';
import type { Scene } from './scene.ts';
import type { TlsDoor } from './tls-door.ts';

export type Run = {
  readonly scene: Scene;
  readonly capture: Capture;
  /** Those that people of this run came through. */
  readonly doors: readonly TlsDoor[];
  readonly link: string;
  /** By who or what they name: display names and the title. */
  readonly words: Readonly<Record<string, string>>;
};

export function canariesOf({ scene, doors, link, words }: Run): Canary[] {
  return [
    ...Object.entries(words).map(([what, text]): Canary => ({ what, text })),
    ...linkCanaries(link),
    ...doors.flatMap((door) => harvest(door.passed)),
    ...scene.eras(),
  ];
}

/** Stops the observer and says what is wrong; nothing, as it should be. */
export async function examine(run: Run): Promise<Finding[]> {
  const { scene, capture, doors } = run;
  await capture.stop();
  const needles = needlesOf(canariesOf(run));
  const messages = doors.flatMap((door) => door.passed).filter((one) => one.kind === 'message');
  if (messages.length === 0)
    throw new Error('Nobody said anything through these doors: nothing would be shown.');
  return [
    ...wireFindings(scene.wire(capture), needles),
    ...lengthFindings(messages),
    ...textFindings('log', [["the server's output", Buffer.from(scene.server.said)]], needles),
    ...textFindings('disk', scene.dataFiles(), needles),
  ];
}
