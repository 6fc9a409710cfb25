import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Random } from '../../fuzz/random.ts';
import { seedFiles } from '../../fuzz/seeds.ts';
import { capturesFolder, hasCaptures } from '../config.ts';
import { TcpTalk } from '../make/conversation.ts';
import { type Frame, pcap } from '../make/pcap.ts';
import { hasTshark, oraclePackets, oracleStream } from './oracle.ts';
import { readAll } from './read-all.ts';

const folder = mkdtempSync(join(tmpdir(), 'oracle-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Given captures stay where they are: their licence is not ours to pass on. */
const given = hasCaptures
  ? readdirSync(capturesFolder)
      .filter((name) => /\.pcap(ng)?$/.test(name))
      .map((name) => join(capturesFolder, name))
  : [];
const made = seedFiles().map((file, index) => {
  const path = join(folder, `made-${index}`);
  writeFileSync(path, file);
  return path;
});

describe.skipIf(!hasTshark)('next to Wireshark', () => {
  it.each([...made, ...given])('C13 the same packets and flows in %s', (path) => {
    const ours = readAll(readFileSync(path)).packets;
    const theirs = oraclePackets(path);
    const connections = new Map<number, number>();
    expect(ours.map(({ number, length, ends }) => ({ number, length, ends }))).toEqual(
      theirs.map(({ number, length, ends }) => ({ number, length, ends })),
    );
    for (const [index, packet] of ours.entries()) {
      const { time, payloadOnWire, connection } = theirs[index]!;
      if (time !== undefined) expect(Math.abs(packet.time - time)).toBeLessThan(1);
      if (payloadOnWire !== undefined)
        expect([packet.number, packet.payloadOnWire]).toEqual([packet.number, payloadOnWire]);
      if (connection === undefined) continue;
      const known = connections.get(connection) ?? packet.flow;
      connections.set(connection, known);
      expect(packet.flow).toBe(known);
    }
    expect(new Set(connections.values()).size).toBe(connections.size);
  });

  it.each(given)('C50 the same streams in %s', (path) => {
    const { packets, streams } = readAll(readFileSync(path));
    const numbers = new Map(oraclePackets(path).map(({ number, connection }) => [number, connection]));
    const flows = new Map(
      packets.filter(({ kind }) => kind === 'tcp').map(({ flow, number }) => [flow, numbers.get(number)]),
    );
    for (const [flow, connection] of flows) {
      const ours = ['a', 'b'].map((side) =>
        (streams.get(`${flow}${side}`)?.text ?? '').replaceAll(/\[\d+\]/g, ''),
      );
      expect(ours.sort()).toEqual(oracleStream(path, connection!).sort());
    }
  });

  it('C50 the same stream after shuffling and repeating segments', () => {
    const random = new Random(3);
    for (let round = 0; round < 3; round++) {
      const talk = new TcpTalk(
        { address: '192.0.2.1', port: 9 },
        { address: '192.0.2.2', port: 10 },
        { a: random.next(), b: 5 },
      );
      const payload = Uint8Array.from({ length: 3000 }, () => random.below(256));
      const open = talk.open(0);
      const segments = talk.send(100, 'a', payload, 1 + random.below(300));
      const moved: Frame[] = [...segments, random.pick(segments)];
      for (let at = moved.length - 1; at > 0; at--) {
        const other = Math.max(0, at - random.below(6));
        [moved[at], moved[other]] = [moved[other]!, moved[at]!];
      }
      const path = join(folder, `shuffled-${round}`);
      writeFileSync(
        path,
        pcap([
          ...open,
          ...moved.map((frame, index) => ({ ...frame, time: 100 + index })),
          ...talk.close(9000),
        ]),
      );
      const ours = readAll(readFileSync(path)).streams.get('1a')?.text;
      expect(ours).toBe(Buffer.from(payload).toString('latin1'));
      expect(oracleStream(path, 0)[0]).toBe(ours);
    }
  });
});
