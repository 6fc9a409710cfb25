import { concat, ordered, padTo, text } from './bytes.ts';
import type { Frame } from './pcap.ts';

const NO_BYTES = new Uint8Array(0);

/** Writes the blocks of one section (pcapng, draft-ietf-opsawg-pcapng), in either byte order. */
export class PcapngSection {
  readonly little: boolean;
  /** Ticks a second of each interface, in order of description. */
  private readonly ticks: number[] = [];

  constructor(options: { readonly bigEndian?: boolean } = {}) {
    this.little = options.bigEndian !== true;
  }

  numbers(size: 1 | 2 | 4, ...values: readonly number[]): Uint8Array {
    return ordered(size, values, this.little);
  }

  block(type: number, body: Uint8Array): Uint8Array {
    const padded = padTo(4, body);
    const total = this.numbers(4, 12 + padded.length);
    return concat(this.numbers(4, type), total, padded, total);
  }

  option(code: number, value: Uint8Array): Uint8Array {
    return concat(this.numbers(2, code, value.length), padTo(4, value));
  }

  header(): Uint8Array {
    const length = this.numbers(4, 0xffffffff, 0xffffffff);
    return this.block(0x0a0d0d0a, concat(this.numbers(4, 0x1a2b3c4d), this.numbers(2, 1, 0), length));
  }

  /** @param resolution as if_tsresol: 6 is microseconds, 9 nanoseconds, with the top bit set a power of two */
  interface(
    linkType: number,
    options: { resolution?: number; offset?: number; snap?: number } = {},
  ): Uint8Array {
    const { resolution, offset } = options;
    this.ticks.push(ticksOf(resolution ?? 6));
    const offsetBytes = offset === undefined ? NO_BYTES : this.wide(BigInt(offset));
    return this.block(
      1,
      concat(
        this.numbers(2, linkType, 0),
        this.numbers(4, options.snap ?? 0),
        resolution === undefined ? NO_BYTES : this.option(9, Uint8Array.of(resolution)),
        offset === undefined ? NO_BYTES : this.option(14, offsetBytes),
        resolution === undefined && offset === undefined ? NO_BYTES : this.option(0, NO_BYTES),
      ),
    );
  }

  /** Enhanced packet block. */
  packet(frame: Frame, index = 0): Uint8Array {
    const sizes = this.numbers(4, frame.bytes.length, frame.length ?? frame.bytes.length);
    return this.block(
      6,
      concat(this.numbers(4, index), this.stamp(frame.time, index), sizes, padTo(4, frame.bytes)),
    );
  }

  /** The packet block that the enhanced one replaced. */
  obsoletePacket(frame: Frame, index = 0): Uint8Array {
    const sizes = this.numbers(4, frame.bytes.length, frame.length ?? frame.bytes.length);
    return this.block(
      2,
      concat(this.numbers(2, index, 0), this.stamp(frame.time, index), sizes, frame.bytes),
    );
  }

  /** Has no time; its captured length is the snap length of interface 0 at most. */
  simplePacket(frame: Frame): Uint8Array {
    return this.block(3, concat(this.numbers(4, frame.length ?? frame.bytes.length), frame.bytes));
  }

  /** Decryption secrets; the type is that of a TLS key log unless told. */
  secrets(log: string, type = 0x544c534b): Uint8Array {
    const bytes = text(log);
    return this.block(10, concat(this.numbers(4, type, bytes.length), bytes));
  }

  names(records: readonly { readonly address: Uint8Array; readonly names: readonly string[] }[]): Uint8Array {
    const parts = records.map(({ address, names }) => {
      const value = concat(address, ...names.map((name) => text(`${name}\0`)));
      return concat(this.numbers(2, address.length === 4 ? 1 : 2, value.length), padTo(4, value));
    });
    return this.block(4, concat(...parts, this.numbers(2, 0, 0)));
  }

  private stamp(time: number, index: number): Uint8Array {
    const ticks = this.ticks[index] ?? 1e6;
    const seconds = Math.floor(time / 1e6);
    const stamp =
      BigInt(seconds) * BigInt(ticks) + BigInt(Math.round(((time - seconds * 1e6) / 1e6) * ticks));
    return this.numbers(4, Number(stamp >> 32n), Number(stamp & 0xffffffffn));
  }

  private wide(value: bigint): Uint8Array {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigInt64(0, value, this.little);
    return bytes;
  }
}

function ticksOf(resolution: number): number {
  return resolution & 0x80 ? 2 ** (resolution & 0x7f) : 10 ** resolution;
}

/** A whole pcapng file with one section and one interface. */
export function pcapng(
  frames: readonly Frame[],
  options: { linkType?: number; bigEndian?: boolean; resolution?: number } = {},
): Uint8Array {
  const section = new PcapngSection(options);
  const { linkType = 1, resolution } = options;
  return concat(
    section.header(),
    section.interface(linkType, resolution === undefined ? {} : { resolution }),
    ...frames.map((frame) => section.packet(frame)),
  );
}
