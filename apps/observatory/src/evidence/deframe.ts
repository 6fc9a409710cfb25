// Datagrams inside TCP: RTP and STUN with a length before each (RFC 4571), TURN messages one after the other (RFC 8656).
import { isRtcp, parseRtp } from './rtp.ts';
import { stunType } from './stun.ts';

const MOST_WAITING = 70_000;
const LEAST_SURE = 2;

type State = { mode: 'unsure' | 'framed' | 'turn' | 'none'; waiting: Uint8Array };

/** One direction of a connection. Gives up for good when the bytes are of neither kind, so that other streams cost nothing. */
export class Deframer {
  readonly #state: State = { mode: 'unsure', waiting: new Uint8Array(0) };

  get isOff(): boolean {
    return this.#state.mode === 'none';
  }

  /** @param missing bytes lost before these; what was waiting is then of no use, and frames begin anew with a packet */
  push(bytes: Uint8Array, missing: number, give: (datagram: Uint8Array) => void): void {
    const state = this.#state;
    if (state.mode === 'none') return;
    let rest = missing > 0 || state.waiting.length === 0 ? bytes : Buffer.concat([state.waiting, bytes]);
    if (state.mode === 'unsure') state.mode = modeOf(rest);
    while (state.mode === 'framed' || state.mode === 'turn') {
      const frame = state.mode === 'framed' ? framed(rest) : turn(rest);
      if (frame === 'more') break;
      if (frame === undefined) {
        state.mode = 'none';
        break;
      }
      give(rest.subarray(frame.from, frame.to));
      rest = rest.subarray(frame.next);
    }
    const keep = state.mode !== 'none' && rest.length < MOST_WAITING;
    if (!keep) state.mode = 'none';
    state.waiting = keep ? rest.slice() : new Uint8Array(0);
  }
}

type Frame = { readonly from: number; readonly to: number; readonly next: number };
const short = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);

function modeOf(bytes: Uint8Array): State['mode'] {
  if (bytes.length < 22) return bytes.length < LEAST_SURE ? 'unsure' : guess(bytes);
  return guess(bytes);
}

function guess(bytes: Uint8Array): State['mode'] {
  if (stunType(bytes) !== undefined) return 'turn';
  const inner = bytes.subarray(2);
  const length = short(bytes, 0);
  const plausible = length >= 12 && length <= 8192;
  if (plausible && (stunType(inner) !== undefined || isRtcp(inner) || parseRtp(inner) !== undefined))
    return 'framed';
  return bytes.length < 22 ? 'unsure' : 'none';
}

function framed(bytes: Uint8Array): Frame | 'more' | undefined {
  if (bytes.length < 2) return 'more';
  const length = short(bytes, 0);
  if (bytes.length < 2 + length) return 'more';
  // RTP, RTCP, STUN and DTLS are all there can be; anything else means that this was another protocol.
  const first = bytes[2] ?? 0;
  const known = length === 0 || first >> 6 === 2 || first < 4 || (first >= 20 && first < 64);
  return known ? { from: 2, to: 2 + length, next: 2 + length } : undefined;
}

function turn(bytes: Uint8Array): Frame | 'more' | undefined {
  if (bytes.length < 4) return 'more';
  const isChannel = bytes[0]! >= 0x40 && bytes[0]! <= 0x4f;
  const size = isChannel ? 4 + short(bytes, 2) : 20 + short(bytes, 2);
  if (
    !isChannel &&
    bytes.length >= 8 &&
    stunType(bytes.subarray(0, Math.max(20, size))) === undefined &&
    bytes.length >= 20
  )
    return undefined;
  const next = isChannel ? (size + 3) & ~3 : size;
  return bytes.length < next ? 'more' : { from: 0, to: size, next };
}
