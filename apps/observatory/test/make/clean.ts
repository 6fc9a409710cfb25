// Apps that give nothing away: constant rate, ciphertext, names that everybody shares.
import { concat } from './bytes.ts';
import { type Ports, TcpTalk, udpFrame } from './conversation.ts';
import type { Frame } from './pcap.ts';
import { randomBytes, randomText } from './random.ts';
import { rtp } from './rtp.ts';
import { integrity, stun, username } from './stun.ts';
import { clientHello, dtlsRecord, record, serverHello } from './tls.ts';

export const START = 1_700_000_000e6;
export const ME: Ports = { address: '10.0.0.2', port: 50_000 };
export const RELAY: Ports = { address: '192.0.2.10', port: 3000 };
export const at = (seconds: number): number => START + Math.round(seconds * 1e6);

/** ICE checks, a DTLS handshake and constant SRTP in both directions, as a browser in a room sends them. */
export function quietCall(seed: number, me: Ports = ME, relay: Ports = RELAY, packets = 80): Frame[] {
  const user = username(`${randomText(seed, 8)}:${randomText(seed + 1, 4)}`);
  const frames = [
    udpFrame(at(0), me, relay, stun(0x0001, [user, integrity], randomBytes(seed, 12))),
    udpFrame(at(0.02), relay, me, stun(0x0101, [integrity], randomBytes(seed, 12))),
    udpFrame(at(0.03), me, relay, dtlsRecord(22, 1, 0, randomBytes(seed + 2, 120))),
    udpFrame(at(0.05), relay, me, dtlsRecord(23, 1, 1, randomBytes(seed + 3, 200))),
  ];
  for (let i = 0; i < packets; i++) {
    const fields = { type: 111, sequence: 1000 + i, timestamp: 960 * i };
    frames.push(
      udpFrame(
        at(0.1 + i * 0.02),
        me,
        relay,
        rtp({ ...fields, source: 77 + seed }, randomBytes(seed * 1000 + i, 183)),
      ),
    );
    frames.push(
      udpFrame(
        at(0.11 + i * 0.02),
        relay,
        me,
        rtp({ ...fields, source: 99 + seed }, randomBytes(seed * 2000 + i, 183)),
      ),
    );
  }
  return frames;
}

/** TLS 1.3 with a name that everybody uses. */
export function quietTls(
  seed: number,
  me: Ports = ME,
  server: Ports = { address: '192.0.2.20', port: 443 },
  name = 'rooms.example',
): Frame[] {
  const talk = new TcpTalk({ ...me, port: 40_000 + seed }, server);
  const random = randomBytes(seed, 32);
  return [
    ...talk.open(at(0.2)),
    ...talk.send(at(0.3), 'a', clientHello({ version: 0x0303, name, random, versions: [0x0304, 0x0303] })),
    ...talk.send(at(0.4), 'b', record(serverHello({ version: 0x0303, random, versions: [0x0304] }))),
    ...Array.from({ length: 10 }, (_, i) =>
      talk.send(at(0.5 + i / 10), i % 2 ? 'a' : 'b', record(randomBytes(seed * 50 + i, 900), 23)),
    ).flat(),
    ...talk.close(at(2)),
  ];
}

/** Long and short headers of QUIC version 1 with ciphertext behind. */
export function quietQuic(
  seed: number,
  me: Ports = ME,
  server: Ports = { address: '192.0.2.30', port: 443 },
): Frame[] {
  const port = { ...me, port: 41_000 + seed };
  const initial = concat(
    [0xc3, 0, 0, 0, 1, 8],
    randomBytes(seed, 8),
    [0, 0, 0x44, 0xd0],
    randomBytes(seed + 5, 1200),
  );
  return [
    udpFrame(at(0.1), port, server, initial),
    ...Array.from({ length: 30 }, (_, i) =>
      udpFrame(
        at(0.2 + i / 50),
        i % 2 ? port : server,
        i % 2 ? server : port,
        concat([0x40 | (i & 63)], randomBytes(seed * 40 + i, 600 + ((i * 97) % 500))),
      ),
    ),
  ];
}

/** A transport of its own that shows nothing but a connection number and a counter. */
export function quietCustom(
  seed: number,
  me: Ports = ME,
  server: Ports = { address: '192.0.2.40', port: 9000 },
): Frame[] {
  const port = { ...me, port: 42_000 + seed };
  return Array.from({ length: 60 }, (_, i) =>
    udpFrame(
      at(0.1 + i / 50),
      port,
      server,
      concat([1], randomBytes(seed, 4), [0, 0, 0, i], randomBytes(seed * 70 + i, 160)),
    ),
  );
}

export const inOrder = (...groups: readonly (readonly Frame[])[]): Frame[] =>
  groups.flat().sort((a, b) => a.time - b.time);
export const clean = (): Frame[] => inOrder(quietCall(1), quietTls(2), quietQuic(3), quietCustom(4));
