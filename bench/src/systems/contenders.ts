import { startBareLoop } from './bare-loop.ts';
import type { Forwarder } from './forwarder.ts';
import { janusVersion, startJanus } from './janus.ts';
import { startStoa } from './stoa.ts';

/** Starts our relay and its peers; says which ones cannot take part, and goes on without them. */
export async function startForwarders(note: (text: string) => void): Promise<Forwarder[]> {
  const forwarders: Forwarder[] = [await startStoa()];
  if (janusVersion()) forwarders.push(await startJanus());
  else note('janus is not installed (Debian: apt-get install janus): measured without it');
  forwarders.push(await startBareLoop());
  for (const { name, what } of forwarders) note(`${name}: ${what}`);
  return forwarders;
}
