import { ethernet } from './link.ts';
import { ip } from './network.ts';
import type { Frame } from './pcap.ts';
import { type Between, TCP_FLAGS, tcp, udp } from './transport.ts';

export type Ports = { readonly address: string; readonly port: number };

export function between(from: Ports, to: Ports): Between {
  return {
    source: from.address,
    destination: to.address,
    sourcePort: from.port,
    destinationPort: to.port,
  };
}

/** One UDP packet in an Ethernet frame. */
export function udpFrame(time: number, from: Ports, to: Ports, payload: Uint8Array): Frame {
  const path = between(from, to);
  return { time, bytes: ethernet(ip(path, 17, udp(path, payload))) };
}

/** A TCP connection, packet by packet: `open()`, `send()`..., `close()` give Ethernet frames in order. */
export class TcpTalk {
  private readonly next: { a: number; b: number };
  private readonly a: Ports;
  private readonly b: Ports;

  constructor(a: Ports, b: Ports, start = { a: 1000, b: 9000 }) {
    this.a = a;
    this.b = b;
    this.next = { ...start };
  }

  open(time: number): Frame[] {
    const frames = [
      this.frame(time, 'a', TCP_FLAGS.syn, 1),
      this.frame(time + 10, 'b', TCP_FLAGS.syn | TCP_FLAGS.ack, 1),
      this.frame(time + 20, 'a', TCP_FLAGS.ack, 0),
    ];
    return frames;
  }

  /** In segments of at most `size` bytes, a microsecond apart. */
  send(time: number, by: 'a' | 'b', payload: Uint8Array, size = 1400): Frame[] {
    const frames: Frame[] = [];
    for (let at = 0; at < payload.length; at += size) {
      const part = payload.subarray(at, at + size);
      frames.push(this.frame(time + frames.length, by, TCP_FLAGS.ack | TCP_FLAGS.psh, part.length, part));
    }
    return frames;
  }

  close(time: number): Frame[] {
    return [
      this.frame(time, 'a', TCP_FLAGS.fin | TCP_FLAGS.ack, 1),
      this.frame(time + 10, 'b', TCP_FLAGS.fin | TCP_FLAGS.ack, 1),
      this.frame(time + 20, 'a', TCP_FLAGS.ack, 0),
    ];
  }

  private frame(
    time: number,
    by: 'a' | 'b',
    flags: number,
    advance: number,
    payload: Uint8Array = new Uint8Array(0),
  ): Frame {
    const path = by === 'a' ? between(this.a, this.b) : between(this.b, this.a);
    const sequence = this.next[by];
    const acknowledgment = flags & TCP_FLAGS.ack ? this.next[by === 'a' ? 'b' : 'a'] : 0;
    this.next[by] = (sequence + advance) >>> 0;
    return { time, bytes: ethernet(ip(path, 6, tcp(path, { sequence, acknowledgment, flags }, payload))) };
  }
}
