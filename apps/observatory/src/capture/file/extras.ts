import type { FrameSink } from './container.ts';

const TLS_KEY_LOG = 0x544c534b;
const LONGEST_NAME = 255;
const decoder = new TextDecoder();

/** A decryption secrets block: hands on TLS key logs. @returns how many bytes of secrets there were */
export function readSecrets(
  sink: FrameSink,
  bytes: Uint8Array,
  view: DataView,
  at: number,
  end: number,
  little: boolean,
): number {
  if (end - at < 8) {
    sink.note('block-damaged');
    return 0;
  }
  const claimed = view.getUint32(at + 4, little);
  const length = Math.min(claimed, end - at - 8);
  if (length < claimed) sink.note('block-damaged');
  if (view.getUint32(at, little) !== TLS_KEY_LOG) return 0;
  sink.secrets(decoder.decode(bytes.subarray(at + 8, at + 8 + length)));
  return length;
}

/** A name resolution block: hands on every name of every address. */
export function readNames(
  sink: FrameSink,
  bytes: Uint8Array,
  view: DataView,
  start: number,
  end: number,
  little: boolean,
): void {
  let at = start;
  while (at + 4 <= end) {
    const type = view.getUint16(at, little);
    const length = view.getUint16(at + 2, little);
    const value = at + 4;
    if (type === 0) return;
    if (value + length > end) {
      sink.note('block-damaged');
      return;
    }
    const size = type === 1 ? 4 : type === 2 ? 16 : 0;
    if (size > 0 && length > size) namesOf(sink, bytes, value, value + size, value + length);
    at = value + ((length + 3) & ~3);
  }
}

function namesOf(sink: FrameSink, bytes: Uint8Array, address: number, from: number, end: number): void {
  for (let at = from; at < end; ) {
    const found = bytes.indexOf(0, at);
    const stop = found < 0 || found > end ? end : found;
    const length = Math.min(stop - at, LONGEST_NAME);
    if (length > 0) sink.name(bytes.subarray(address, from), decoder.decode(bytes.subarray(at, at + length)));
    at = stop + 1;
  }
}
