import { describe, expect, it } from 'vitest';
import { CaptureMachine } from '../../src/capture/index.ts';
import { concat, text } from '../make/bytes.ts';
import { between, udpFrame } from '../make/conversation.ts';
import { ethernet, LINK } from '../make/link.ts';
import { ip, ipv4 } from '../make/network.ts';
import { pcapHeader, pcapRecord } from '../make/pcap.ts';
import { PcapngSection } from '../make/pcapng.ts';
import { TCP_FLAGS, tcp } from '../make/transport.ts';
import { readAll } from './read-all.ts';

const MIB = 2 ** 20;
const a = { address: '192.0.2.1', port: 1 };
const b = { address: '192.0.2.2', port: 2 };

/** Bytes that the process holds, after what nobody needs was thrown away as far as that can be asked for. */
const held = () => {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

/** Pushes one record again and again, changed each time, and tells what memory that took. */
function flood(
  first: Uint8Array,
  record: Uint8Array,
  times: number,
  change: (view: DataView, turn: number) => void,
) {
  const machine = new CaptureMachine({ stream: () => undefined }, 1);
  const view = new DataView(record.buffer, record.byteOffset);
  machine.push(first);
  const before = held();
  let most = 0;
  for (let turn = 0; turn < times; turn++) {
    change(view, turn);
    machine.push(record);
    if (turn % 4096 === 0) most = Math.max(most, held() - before);
  }
  return { most, summary: machine.end() };
}

describe('bounds', () => {
  it('C3 a flow for every packet', () => {
    const record = pcapRecord(udpFrame(0, a, b, text('x')));
    const source = 16 + 14 + 12;
    const { most, summary } = flood(pcapHeader(), record, 300_000, (view, turn) =>
      view.setUint32(source, turn),
    );
    expect(summary.flows).toBe(300_000);
    expect(summary.notes['flows-forgotten']).toBe(300_000 - 65_536);
    expect(most).toBeLessThan(150 * MIB);
  });

  it('C3 a first fragment of a new datagram in every packet', () => {
    const part = ipv4({ source: a.address, destination: b.address }, 17, new Uint8Array(1400), {
      moreFragments: true,
    });
    const record = pcapRecord({ time: 0, bytes: ethernet(part) });
    const id = 16 + 14 + 4;
    const { most, summary } = flood(pcapHeader(), record, 50_000, (view, turn) => view.setUint16(id, turn));
    expect(summary.notes['fragments-forgotten']).toBeGreaterThan(40_000);
    expect(most).toBeLessThan(100 * MIB);
  });

  it('C3 a hole in front of every segment of every connection', () => {
    const path = between(a, b);
    const open = tcp(path, { sequence: 0, flags: TCP_FLAGS.psh }, new Uint8Array(1400));
    const record = pcapRecord({ time: 0, bytes: ethernet(ip(path, 6, open)) });
    const [port, sequence] = [16 + 14 + 20, 16 + 14 + 20 + 4];
    const { most, summary } = flood(pcapHeader(), record, 200_000, (view, turn) => {
      view.setUint16(port, turn % 5000);
      view.setUint32(sequence, 3000 * Math.floor(turn / 5000));
    });
    expect(summary.notes['tcp-held-too-much']).toBeGreaterThan(100_000);
    expect(most).toBeLessThan(250 * MIB);
  });

  it('C3 a block of any length that nobody needs is not kept', () => {
    const section = new PcapngSection();
    const head = section.block(0x7777, new Uint8Array(0)).slice(0, 8);
    new DataView(head.buffer).setUint32(4, 0x7ffffff0, true);
    const machine = new CaptureMachine({}, 1);
    machine.push(section.header());
    machine.push(head);
    const before = held();
    const piece = new Uint8Array(MIB);
    for (let count = 0; count < 64; count++) machine.push(piece);
    expect(held() - before).toBeLessThan(16 * MIB);
    expect(machine.end().notes).toEqual({ 'file-truncated': 1 });
  });

  it('C3 packets, secrets and interfaces beyond the limits are passed over with a note', () => {
    const section = new PcapngSection();
    const file = concat(
      section.header(),
      section.interface(LINK.ethernet),
      section.interface(LINK.ethernet),
      section.packet({ time: 0, bytes: new Uint8Array(5000) }),
      section.secrets('A'.repeat(300)),
      section.secrets('B'.repeat(30)),
      section.secrets('C'.repeat(30)),
      section.packet(udpFrame(0, a, b, text('x'))),
    );
    const { packets, secrets, codes } = readAll(file, {
      limits: { record: 1000, secrets: 100, secretsInAll: 20, interfaces: 1 },
    });
    expect(packets).toHaveLength(1);
    expect(secrets).toEqual(['B'.repeat(30)]);
    expect(codes).toEqual(['interface-unknown', 'block-too-long', 'block-too-long']);
  });
});
