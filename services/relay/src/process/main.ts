import { randomBytes } from 'node:crypto';
import { type LinkId, linkId } from '@stoa/protocol';
import { openLocalSockets } from '../adapters/local-socket/backbone.ts';
import type { FromProcess, RelaySettings, ToProcess } from '../process-link.ts';
import type { Backbone, Deliver } from './backbone/backbone.ts';
import { nearAndFar } from './backbone/near-and-far.ts';
import { makeCertificate } from './certificate.ts';
import { probePort } from './probe-port.ts';
import { Relay } from './relay.ts';

/** Entry of a relay process. It hears its parent's messages and its UDP port, and nothing else. */
const secondMs = 1000;
const roundMs = 50;
const mostBehindMs = 400;

function tell(message: FromProcess): void {
  if (process.connected) process.send!(message);
}

type Begun = { readonly relay: Relay; close(): void };

async function begin(settings: RelaySettings): Promise<Begun | undefined> {
  const probed = await probePort(settings.bindAddress, settings.port);
  if ('fault' in probed) {
    tell({ type: 'unable', why: probed.fault });
    return undefined;
  }
  // Loaded late, so that a machine without the native binary gets a sentence and not a stack trace.
  const library = await import('../adapters/node-datachannel/transport.ts').catch(() => undefined);
  if (!library) {
    tell({ type: 'unable', why: 'libraryUnusable' });
    return undefined;
  }
  const life = randomBytes(12).toString('base64url');
  const link = linkId(settings.fleet ? `${settings.fleet.host}.${life}` : life);
  let relay: Relay | undefined;
  const joined = await joinBackbone(settings, link, (from, message) => relay?.receive(from, message));
  if (!joined) {
    tell({ type: 'unable', why: 'backboneUnusable' });
    return undefined;
  }
  const { backbone } = joined;
  const transports = library.nodeDatachannelTransports({
    bindAddress: settings.bindAddress,
    port: probed.port,
    certificate: makeCertificate(),
    ...(settings.iceKey && { iceKey: settings.iceKey }),
    onFault: () => console.error('a callback failed'),
  });
  const begun = new Relay({
    openTransport: transports.open,
    emit: tell,
    now: () => performance.now(),
    residentBytes: () => process.memoryUsage.rss(),
    processorMs: () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    },
    packetBudget: settings.packetBudget,
    mostPauseMs: settings.fleet?.mostPauseMs,
    mostBehindMs,
    maxPeers: settings.maxPeers,
    announcedAddress: settings.announcedAddress,
    place: settings.place,
    ...(backbone && { backbone }),
  });
  relay = begun;
  setInterval(() => begun.round(), roundMs);
  heardAt = performance.now();
  setInterval(() => {
    // Controls of other machines hear of this one through its parent, and have given it up by now.
    if (settings.fleet && performance.now() - heardAt > settings.fleet.mostPauseMs + secondMs) {
      begun.handle({ type: 'stop' });
    }
    begun.second();
  }, secondMs);
  tell({ type: 'ready', port: probed.port, link });
  const close = () => {
    backbone?.close();
    transports.close();
  };
  return { relay: begun, close };
}

/** Undefined when it should have one and cannot. */
async function joinBackbone(
  { linkFolder, fleet }: RelaySettings,
  link: LinkId,
  deliver: Deliver,
): Promise<{ readonly backbone: Backbone | undefined } | undefined> {
  try {
    const near = linkFolder === undefined ? undefined : await openLocalSockets(linkFolder, link, deliver);
    if (!fleet) return { backbone: near };
    // Loaded where there is a fleet.
    const { lateNatsBackbone } = await import('../adapters/nats/late-backbone.ts');
    return { backbone: nearAndFar(fleet.host, link, near, lateNatsBackbone(fleet.nats, link, deliver)) };
  } catch {
    return undefined;
  }
}

/** Gives the library a moment to say goodbye on the wire; its threads must not outlive the process's memory. */
function leave(): void {
  begun?.relay.handle({ type: 'stop' });
  begun?.close();
  setTimeout(() => process.exit(0), 200);
}

let begun: Begun | undefined;
let heardAt = 0;

process.on('message', (message: ToProcess) => {
  heardAt = performance.now();
  if (message.type === 'begin') {
    void begin(message.settings).then((result) => {
      begun = result;
      if (!result) process.disconnect();
    });
  } else if (message.type === 'stop') leave();
  else begun?.relay.handle(message);
});
// Without a parent nobody could mute or remove anyone: stop forwarding.
process.on('disconnect', leave);
// Ctrl-C reaches the whole process group; the parent decides when we stop.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
