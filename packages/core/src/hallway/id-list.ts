import { fromBase64Url, toBase64Url } from '@stoa/protocol';

/**
 * Ids of 128 random bits, packed: four big-endian words each, one id after the other. A person's follows cost 16 bytes
 * each and are walked without touching a string.
 */
export type IdList = Uint32Array;

export const wordsPerId = 4;
const bytesPerId = 16;

export const idCount = (ids: IdList): number => ids.length / wordsPerId;

/** @throws RangeError unless the bytes are whole ids */
export function idsFromBytes(bytes: Uint8Array): IdList {
  if (bytes.length % bytesPerId !== 0) throw new RangeError('ids are 16 bytes each');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const ids = new Uint32Array(bytes.length / 4);
  for (let word = 0; word < ids.length; word += 1) ids[word] = view.getUint32(word * 4);
  return ids;
}

/** @throws RangeError for a text that is not 22 characters of base64url */
export function idsFromTexts(texts: readonly string[]): IdList {
  const ids = new Uint32Array(texts.length * wordsPerId);
  texts.forEach((text, place) => {
    const bytes = fromBase64Url(text);
    if (bytes?.length !== bytesPerId) throw new RangeError('an id is 22 characters of base64url');
    // No `DataView`: it needs a buffer outside the heap, which costs more than all the rest.
    for (let word = 0; word < wordsPerId; word += 1) {
      const at = word * 4;
      ids[place * wordsPerId + word] =
        (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
    }
  });
  return ids;
}

export const idFromText = (text: string): IdList => idsFromTexts([text]);

/** The id at a place of the list, 22 characters of base64url. */
export function idText(ids: IdList, place: number): string {
  const bytes = new Uint8Array(bytesPerId);
  for (let i = 0; i < bytesPerId; i += 1) {
    bytes[i] = (ids[place * wordsPerId + (i >> 2)] ?? 0) >>> (24 - 8 * (i & 3));
  }
  return toBase64Url(bytes);
}

export function includesId(ids: IdList, id: IdList): boolean {
  for (let at = 0; at < ids.length; at += wordsPerId) {
    if (ids[at] === id[0] && ids[at + 1] === id[1] && ids[at + 2] === id[2] && ids[at + 3] === id[3])
      return true;
  }
  return false;
}

/** A list with one id more or less; the same list when nothing changes. */
export function withId(ids: IdList, id: IdList, present: boolean): IdList {
  if (includesId(ids, id) === present) return ids;
  if (present) {
    const longer = new Uint32Array(ids.length + wordsPerId);
    longer.set(ids);
    longer.set(id, ids.length);
    return longer;
  }
  const kept: number[] = [];
  for (let at = 0; at < ids.length; at += wordsPerId) {
    const one = ids.subarray(at, at + wordsPerId);
    if (!includesId(one, id)) kept.push(...one);
  }
  return Uint32Array.from(kept);
}
