import { describe, expect, it } from 'vitest';
import { text } from '../make/bytes.ts';
import { between, TcpTalk } from '../make/conversation.ts';
import { ethernet } from '../make/link.ts';
import { ip } from '../make/network.ts';
import { type Frame, pcap } from '../make/pcap.ts';
import { TCP_FLAGS, tcp } from '../make/transport.ts';
import { readAll } from './read-all.ts';

const a = { address: '192.0.2.1', port: 5000 };
const b = { address: '2001:db8::2', port: 443 };
const c = { address: '192.0.2.2', port: 443 };

const segment = (
  time: number,
  by: 'a' | 'c',
  sequence: number,
  words: string,
  more: { flags?: number; acknowledgment?: number; cut?: number } = {},
): Frame => {
  const path = by === 'a' ? between(a, c) : between(c, a);
  const { flags = TCP_FLAGS.ack, acknowledgment = 0, cut = 0 } = more;
  const bytes = ethernet(ip(path, 6, tcp(path, { sequence, flags, acknowledgment }, text(words))));
  return { time, bytes: bytes.subarray(0, bytes.length - cut), length: bytes.length };
};
/** Without an acknowledgment, so that the other side stays unknown. */
const alone = { flags: TCP_FLAGS.psh };
const read = (frames: readonly Frame[], limits = {}) => {
  const { streams, codes, summary } = readAll(pcap(frames), { limits });
  return { a: streams.get('1a')?.text, b: streams.get('1b')?.text, streams, codes, notes: summary.notes };
};

describe('streams', () => {
  it('C50 both directions in order, with the packets that carried them', () => {
    const talk = new TcpTalk(a, c);
    const sent = [
      ...talk.open(0),
      ...talk.send(10, 'a', text('question'), 3),
      ...talk.send(20, 'b', text('answer')),
    ];
    const { streams, notes } = read([...sent, ...talk.close(30)]);
    expect(streams.get('1a')).toEqual({ text: 'question', missing: 0, packets: [4, 5, 6] });
    expect(streams.get('1b')).toEqual({ text: 'answer', missing: 0, packets: [7] });
    expect(notes).toEqual({});
  });

  it('C50 over IPv6, across the wraparound, backwards', () => {
    const talk = new TcpTalk(a.port ? b : a, { address: '2001:db8::3', port: 5 }, { a: 0xfffffffa, b: 1 });
    const open = talk.open(0);
    const { a: said } = read([...open, ...talk.send(10, 'a', text('around the corner'), 2).reverse()]);
    expect(said).toBe('around the corner');
  });

  it('C50 data on the SYN belongs to the stream', () => {
    const { a: said } = read([
      segment(0, 'a', 99, 'fast', { flags: TCP_FLAGS.syn }),
      segment(1, 'a', 104, ' open', alone),
    ]);
    expect(said).toBe('fast open');
  });

  it('C50 repetitions and overlaps add nothing', () => {
    const { a: said, notes } = read([
      segment(0, 'a', 99, '', { flags: TCP_FLAGS.syn }),
      segment(1, 'a', 100, 'abcd', alone),
      segment(2, 'a', 100, 'abcd', alone),
      segment(3, 'a', 102, 'cdef', alone),
      segment(4, 'a', 110, 'kl', alone),
      segment(5, 'a', 108, 'ijkl', alone),
      segment(6, 'a', 109, 'jklmn', alone),
      segment(7, 'a', 105, 'fghi', alone),
    ]);
    expect(said).toBe('abcdefghijklmn');
    expect(notes).toEqual({});
  });

  it('C51 an acknowledged hole is given up after a second, another after ten', () => {
    const start = segment(0, 'a', 99, '', { flags: TCP_FLAGS.syn });
    const hole = [start, segment(1, 'a', 100, 'abc', alone), segment(2, 'a', 106, 'ghi', alone)];
    const told = segment(3, 'c', 500, '', { acknowledgment: 109 });
    const later = (time: number) => segment(time, 'a', 109, 'jkl', alone);
    expect(read([...hole, told, later(0.9e6)]).streams.get('1a')?.packets).toEqual([2, 3, 5]);
    const late = segment(1.2e6, 'a', 103, 'def', alone);
    expect(read([...hole, told, later(1.1e6), late]).a).toBe('abc[3]ghijkl');
    expect(read([...hole, later(1.1e6), late]).a).toBe('abcdefghijkl');
    expect(read([...hole, later(10.1e6), { ...late, time: 10.2e6 }]).a).toBe('abc[3]ghijkl');
    expect(read([...hole, told, later(1.1e6)]).codes).toEqual(['tcp-gap']);
  });

  it('C51 a reset and the end of the capture give up what is open', () => {
    const hole = [segment(0, 'a', 99, '', { flags: TCP_FLAGS.syn }), segment(2, 'a', 103, 'def', alone)];
    expect(read(hole).a).toBe('[3]def');
    const reset = segment(3, 'c', 1, '', { flags: TCP_FLAGS.rst });
    expect(read([...hole, reset, segment(4, 'a', 100, 'abc', alone)]).a).toBe('[3]def');
  });

  it('C51 the lost end of a stream is noted', () => {
    const talk = new TcpTalk(a, c);
    const frames = [...talk.open(0), ...talk.send(10, 'a', text('seen, lost'), 5), ...talk.close(20)];
    frames.splice(4, 1);
    expect(read(frames).codes).toEqual(['tcp-gap']);
  });

  it('C51 too much behind a hole is not waited for', () => {
    const start = segment(0, 'a', 99, '', { flags: TCP_FLAGS.syn });
    const many = [4, 6, 8, 2].map((at) => segment(at, 'a', 100 + at, 'xy', alone));
    const { a: said, codes } = read([start, ...many], { heldSegments: 2 });
    expect(said).toBe('[4]xyxyxy');
    expect(codes).toEqual(['tcp-held-too-much', 'tcp-gap']);
  });

  it('C52 other bytes in a repetition are noted, delivered or held, and the first stay', () => {
    const start = segment(0, 'a', 99, '', { flags: TCP_FLAGS.syn });
    const forged = read([start, segment(1, 'a', 100, 'pay Ada', alone), segment(2, 'a', 104, 'Eve', alone)]);
    expect([forged.a, forged.codes]).toEqual(['pay Ada', ['tcp-overlap-differs']]);
    const held = read([
      start,
      segment(1, 'a', 104, 'Ada', alone),
      segment(2, 'a', 102, 'y Eve!', alone),
      segment(3, 'a', 100, 'pay', alone),
    ]);
    expect([held.a, held.codes]).toEqual(['pay Ada!', ['tcp-overlap-differs']]);
  });

  it('C53 a capture from the middle is read from there', () => {
    const {
      a: said,
      b: answered,
      codes,
    } = read([
      segment(0, 'a', 5000, 'in the ', { acknowledgment: 9000 }),
      segment(1, 'c', 9004, ' be', { acknowledgment: 5007 }),
      segment(2, 'c', 9000, 'to ', { acknowledgment: 5007 }),
      segment(3, 'c', 9003, ' ', { acknowledgment: 5007 }),
      segment(4, 'a', 5007, 'middle', { acknowledgment: 9007 }),
      segment(5, 'a', 4990, 'before', { acknowledgment: 9007 }),
    ]);
    expect([said, answered]).toEqual(['in the middle', 'to   be']);
    expect(codes).toEqual(['tcp-mid-stream', 'tcp-before-start']);
  });

  it('C54 a packet far off is left out; three in a row move the stream', () => {
    const start = [segment(0, 'a', 99, '', { flags: TCP_FLAGS.syn }), segment(1, 'a', 100, 'abc', alone)];
    const far = (time: number, at: number) => segment(time, 'a', (2 ** 31 + at) >>> 0, 'far', alone);
    const once = read([...start, far(2, 0), segment(3, 'a', 103, 'def', alone)]);
    expect([once.a, once.codes]).toEqual(['abcdef', ['tcp-out-of-window']]);
    const moved = read([...start, far(2, 0), far(3, 3), far(4, 6), far(5, 9)]);
    expect(moved.a).toBe('abc[1]farfar');
    expect(moved.notes).toEqual({ 'tcp-out-of-window': 2, 'tcp-resync': 1, 'tcp-gap': 1 });
  });

  it('C55 keep-alives are no repetition', () => {
    const { a: said, codes } = read([
      segment(0, 'a', 99, '', { flags: TCP_FLAGS.syn }),
      segment(1, 'a', 100, 'abc', alone),
      segment(2, 'a', 102, '\0', alone),
      segment(3, 'a', 103, 'd', alone),
    ]);
    expect([said, codes]).toEqual(['abcd', []]);
  });

  it('C54 a SYN in a running connection from the answering side is left out', () => {
    const talk = new TcpTalk(a, c);
    const odd = segment(15, 'c', 77, '', { flags: TCP_FLAGS.syn | TCP_FLAGS.ack, acknowledgment: 1001 });
    const { a: said, codes } = read([...talk.open(0), odd, ...talk.send(20, 'a', text('on'))]);
    expect([said, codes]).toEqual(['on', ['tcp-odd-syn']]);
  });

  it('C56 of a cut segment the rest is missing', () => {
    const { a: said, codes } = read([
      segment(0, 'a', 99, '', { flags: TCP_FLAGS.syn }),
      segment(1, 'a', 100, 'abcdef', { ...alone, cut: 4 }),
      segment(2, 'a', 106, 'ghi', alone),
    ]);
    expect([said, codes]).toEqual(['ab[4]ghi', ['packet-snapped', 'tcp-gap']]);
  });
});
