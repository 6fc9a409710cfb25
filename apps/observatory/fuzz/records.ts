/** Where the records (or blocks) of a capture file lie: `at`, and where the captured frame is inside of each. */
export type RecordPlace = {
  readonly at: number;
  readonly end: number;
  readonly frame: number;
  readonly frameEnd: number;
  /** Where the frame's captured length is written, 0 for blocks that have none; and in which byte order. */
  readonly sizeAt: number;
  readonly little: boolean;
};

/** A lenient second reading of the formats, for mutations that know where things are. Nothing for a file it cannot follow. */
export function recordsOf(file: Uint8Array): RecordPlace[] {
  if (file.length < 24) return [];
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (view.getUint32(0) === 0x0a0d0d0a) return blocksOf(view);
  return pcapRecordsOf(view, view.getUint8(0) > 0xa1);
}

function pcapRecordsOf(view: DataView, little: boolean): RecordPlace[] {
  const places: RecordPlace[] = [];
  for (let at = 24; at + 16 <= view.byteLength; ) {
    const end = at + 16 + view.getUint32(at + 8, little);
    if (end > view.byteLength) break;
    places.push({ at, end, frame: at + 16, frameEnd: end, sizeAt: at + 8, little });
    at = end;
  }
  return places;
}

function blocksOf(view: DataView): RecordPlace[] {
  const places: RecordPlace[] = [];
  let little = true;
  for (let at = 0; at + 12 <= view.byteLength; ) {
    if (view.getUint32(at) === 0x0a0d0d0a) little = view.getUint32(at + 8) === 0x4d3c2b1a;
    const end = at + view.getUint32(at + 4, little);
    if (end > view.byteLength || end < at + 12) break;
    const isPacket = view.getUint32(at, little) === 6;
    const frame = isPacket ? Math.min(at + 28, end) : at + 8;
    places.push({ at, end, frame, frameEnd: end - 4, sizeAt: isPacket ? at + 20 : 0, little });
    at = end;
  }
  return places;
}
