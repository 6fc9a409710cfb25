import { quantile } from '../stats.ts';

/** What the event of a round looked like from the other side. */
export type Heard = {
  readonly sent: number;
  readonly expected: number;
  readonly received: number;
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
};

/** What people say in a round, told apart by a number in each; when each was said, and heard by whom how late. */
export class Echo {
  readonly #saidAt: number[] = [];
  readonly #delays: number[] = [];
  #round = 0;

  begin(): void {
    this.#round += 1;
    this.#saidAt.length = 0;
    this.#delays.length = 0;
  }

  /** Bytes of the next thing to say: so long that the event in text is of 200 bytes. */
  next(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(spokenBytes).fill(0x5a);
    new DataView(bytes.buffer).setUint16(0, this.#round);
    new DataView(bytes.buffer).setUint32(2, this.#saidAt.length);
    this.#saidAt.push(performance.now());
    return bytes;
  }

  /** A frame came to somebody. */
  heard(payload: Buffer): void {
    const at = payload.indexOf(marker);
    if (at < 0) return;
    const start = at + marker.length;
    const number = Buffer.from(payload.toString('latin1', start, start + 8), 'base64url');
    if (number.length < 6 || number.readUInt16BE(0) !== this.#round) return;
    const said = this.#saidAt[number.readUInt32BE(2)];
    if (said !== undefined) this.#delays.push(performance.now() - said);
  }

  result(listeners: number): Heard {
    const [delays, sent] = [this.#delays, this.#saidAt.length];
    const of = (p: number) => (delays.length === 0 ? Number.POSITIVE_INFINITY : quantile(delays, p));
    return {
      sent,
      expected: sent * listeners,
      received: delays.length,
      p50: of(0.5),
      p99: of(0.99),
      most: of(1),
    };
  }
}

const spokenBytes = 96;
const marker = Buffer.from('"bytes":"');

/** The same text for every subject, as long as our own event. */
export const eventText = (n: number, bytes: Uint8Array): string => {
  const text = JSON.stringify({
    t: 'event',
    n,
    event: { was: 'said', leaf: 4_000, bytes: Buffer.from(bytes).toString('base64url') },
  });
  return text.padEnd(Math.ceil(text.length / 256) * 256);
};

/** One subject's crowd, ready: everybody is in and hears. */
export interface Crowd {
  readonly listeners: number;
  say(bytes: Uint8Array<ArrayBuffer>): void;
  /** Between rounds: what keeps the subject content. */
  rest(): Promise<void>;
  close(): void;
}
