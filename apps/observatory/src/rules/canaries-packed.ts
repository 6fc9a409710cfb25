// Compressed payloads collected until they can be unpacked, and base64 of them: one level of nesting.
import type { Flow } from '../capture/packet.ts';
import { findPacked, type Packing, unpack } from '../evidence/packed.ts';
import { WebSocketFrames } from '../evidence/websocket.ts';

type Place = { readonly flow: Flow; readonly fromA: boolean; readonly number: number; readonly time: number };
type Give = (bytes: Uint8Array, how: string, place: Place) => void;

const MOST_COLLECTED = 64 << 10;
const MOST_COLLECTORS = 64;
/** Brotli and raw deflate have no magic number: only the beginnings of a connection are tried. */
const TRIED_BLINDLY = 8;
const MOST_TRIES = 16;
const MOST_SOCKETS = 1024;
/** What a sender leaves off the end of a compressed message (RFC 7692 section 7.2.1). */
const FLUSHED = Buffer.from([0, 0, 0xff, 0xff]);

type Collector = { how: Packing; readonly place: Place; readonly parts: Uint8Array[]; length: number };

export class Unpacker {
  readonly #give: Give;
  readonly #collectors = new Map<string, Collector>();
  readonly #tried = new Map<string, number>();
  readonly #sockets = new Map<string, WebSocketFrames>();

  constructor(give: Give) {
    this.#give = give;
  }

  datagram(payload: Uint8Array, place: Place): void {
    this.#marked(payload, place);
    this.#base64(payload, place);
    const key = `${place.flow.id} ${place.fromA}`;
    const tried = this.#tried.get(key) ?? 0;
    if (tried >= TRIED_BLINDLY || this.#tried.size > 4096) return;
    this.#tried.set(key, tried + 1);
    for (const how of ['brotli', 'raw deflate'] as const) {
      const out = unpack(how, payload);
      if (out) this.#give(out, how, place);
    }
  }

  stream(bytes: Uint8Array, key: string, place: Place, gap: boolean): void {
    if (gap) this.end(key);
    this.#base64(bytes, place);
    if (this.#socket(bytes, key, place, gap)) return;
    const running = this.#collectors.get(key);
    if (running) {
      running.parts.push(bytes.slice(0, MOST_COLLECTED - running.length));
      running.length += bytes.length;
      if (running.length >= MOST_COLLECTED) this.end(key);
      return;
    }
    const packed = findPacked(bytes) ?? brotliBody(bytes);
    if (!packed || this.#collectors.size >= MOST_COLLECTORS) return;
    const first = bytes.slice(packed.at, packed.at + MOST_COLLECTED);
    this.#collectors.set(key, { how: packed.how, place, parts: [first], length: first.length });
  }

  end(key: string): void {
    this.#sockets.delete(key);
    const done = this.#collectors.get(key);
    if (!done) return;
    this.#collectors.delete(key);
    const joined = Buffer.concat(done.parts);
    const out = unpack(done.how, joined);
    if (out) this.#give(out, done.how, done.place);
    else this.#marked(joined, done.place);
  }

  /** After an upgrade each direction is frames, a client's behind a mask that the frame itself names. */
  #socket(bytes: Uint8Array, key: string, place: Place, gap: boolean): boolean {
    let frames = this.#sockets.get(key);
    let rest = bytes;
    if (!frames) {
      const start = socketStart(bytes);
      if (start === undefined || this.#sockets.size >= MOST_SOCKETS) return false;
      frames = new WebSocketFrames();
      this.#sockets.set(key, frames);
      rest = bytes.subarray(start);
    }
    frames.push(rest, gap ? 1 : 0, (payload, packed) => {
      const plain = packed ? unpack('raw deflate', Buffer.concat([payload, FLUSHED])) : payload;
      if (plain) this.#give(plain, packed ? 'WebSocket compression' : 'WebSocket frames', place);
    });
    return true;
  }

  endAll(): void {
    for (const key of [...this.#collectors.keys()]) this.end(key);
  }

  /** Chance bytes look like a magic number now and then, so a failure goes on to the next one. */
  #marked(bytes: Uint8Array, place: Place): void {
    let from = 0;
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const packed = findPacked(bytes, from);
      if (!packed) return;
      const out = unpack(packed.how, bytes.subarray(packed.at));
      if (out) this.#give(out, packed.how, place);
      from = packed.at + 1;
    }
  }

  /** `H4sI` is how base64 of gzip begins, `eJ`, `eN` and `eA` that of deflate, `KLUv/` that of zstd. */
  #base64(bytes: Uint8Array, place: Place): void {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    for (const mark of ['H4sI', 'KLUv', 'eJ', 'eNo', 'eNq']) {
      const at = text.indexOf(mark);
      if (at < 0) continue;
      const run = /^[A-Za-z0-9+/_-]{16,}/.exec(text.toString('latin1', at, at + MOST_COLLECTED))?.[0];
      if (run) this.#marked(Buffer.from(run, 'base64'), place);
    }
  }
}

/** Where frames begin in a chunk that ends the handshake of a WebSocket, in either direction. */
function socketStart(bytes: Uint8Array): number | undefined {
  if (bytes[0] !== 0x47 && bytes[0] !== 0x48) return undefined;
  const head = Buffer.from(bytes.subarray(0, 8192)).toString('latin1');
  const end = head.indexOf('\r\n\r\n');
  return end > 0 && /^upgrade:\s*websocket/im.test(head.slice(0, end)) ? end + 4 : undefined;
}

function brotliBody(bytes: Uint8Array): { how: Packing; at: number } | undefined {
  const head = Buffer.from(bytes.subarray(0, 4096)).toString('latin1');
  const end = head.indexOf('\r\n\r\n');
  return end > 0 && /^content-encoding:\s*br\s*$/im.test(head.slice(0, end))
    ? { how: 'brotli', at: end + 4 }
    : undefined;
}
