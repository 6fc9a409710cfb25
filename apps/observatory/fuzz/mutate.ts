import { concat } from '../test/make/bytes.ts';
import type { Random } from './random.ts';
import { recordsOf } from './records.ts';

const LARGEST = 16 * 1024;
/** Numbers at which lengths, offsets and counters change their meaning. */
const EDGES = [
  0, 1, 2, 4, 5, 7, 8, 15, 16, 19, 20, 31, 39, 40, 64, 127, 128, 255, 256, 1500, 1501, 4095, 8191, 32767,
  32768, 65535, 65536, 262144, 1048576, 1048577, 0x7fffffff, 0x80000000, 0xfffffffc, 0xfffffffd, 0xffffffff,
];

type Mutation = (file: Uint8Array, random: Random, other: Uint8Array) => Uint8Array;

const flipBit: Mutation = (file, random) => {
  const at = random.below(file.length);
  file[at]! ^= 1 << random.below(8);
  return file;
};

const setByte: Mutation = (file, random) => {
  file[random.below(file.length)] = random.below(256);
  return file;
};

const setEdge: Mutation = (file, random) => edgeAt(file, random, random.below(file.length));

/** An edge in the first bytes of a captured frame, where the headers are. */
const setHeader: Mutation = (file, random) => {
  const places = recordsOf(file);
  if (places.length === 0) return file;
  const { frame } = random.pick(places);
  return edgeAt(file, random, frame + random.below(96));
};

/** An edge in a record's own header. */
const setRecord: Mutation = (file, random) => {
  const places = recordsOf(file);
  if (places.length === 0) return file;
  const { at, frame } = random.pick(places);
  return edgeAt(file, random, at + random.below(Math.max(4, frame - at)));
};

const cut: Mutation = (file, random) => file.subarray(0, random.below(file.length));

const remove: Mutation = (file, random) => {
  const at = random.below(file.length);
  return concat(file.subarray(0, at), file.subarray(at + 1 + random.below(24)));
};

const insert: Mutation = (file, random) => {
  const at = random.below(file.length);
  const from = random.below(file.length);
  return concat(file.subarray(0, at), file.subarray(from, from + 1 + random.below(24)), file.subarray(at));
};

/** A record again, at the place of another. */
const repeatRecord: Mutation = (file, random) => {
  const places = recordsOf(file);
  if (places.length === 0) return file;
  const copied = random.pick(places);
  const before = random.pick(places);
  return concat(file.subarray(0, before.at), file.subarray(copied.at, copied.end), file.subarray(before.at));
};

const dropRecord: Mutation = (file, random) => {
  const places = recordsOf(file);
  if (places.length === 0) return file;
  const dropped = random.pick(places);
  return concat(file.subarray(0, dropped.at), file.subarray(dropped.end));
};

/** The rest of another file from one of its records on. */
const splice: Mutation = (file, random, other) => {
  const mine = recordsOf(file);
  const theirs = recordsOf(other);
  if (mine.length === 0 || theirs.length === 0) return file;
  return concat(file.subarray(0, random.pick(mine).at), other.subarray(random.pick(theirs).at));
};

/** Another frame's bytes inside a record of the same length: valid outside, odd inside. */
const transplant: Mutation = (file, random, other) => {
  const mine = recordsOf(file);
  const theirs = recordsOf(other);
  if (mine.length === 0 || theirs.length === 0) return file;
  const to = random.pick(mine);
  const from = random.pick(theirs);
  const skip = random.below(40);
  const length = Math.max(0, Math.min(to.frameEnd - to.frame, from.frameEnd - from.frame) - skip);
  if (length === 0) return file;
  file.set(other.subarray(from.frame + skip, from.frame + skip + length), to.frame + skip);
  return file;
};

/** A frame cut short inside a record that says so: headers end in the middle. */
const shorten: Mutation = (file, random) => {
  const places = recordsOf(file).filter(({ sizeAt }) => sizeAt > 0);
  if (places.length === 0) return file;
  const { frame, frameEnd, end, sizeAt, little } = random.pick(places);
  const kept = random.below(Math.max(1, frameEnd - frame));
  new DataView(file.buffer, file.byteOffset, file.byteLength).setUint32(sizeAt, kept, little);
  // In pcap the next record follows at once; a pcapng block keeps its length.
  return end > frameEnd ? file : concat(file.subarray(0, frame + kept), file.subarray(end));
};

const MUTATIONS: readonly Mutation[] = [
  flipBit,
  setByte,
  setEdge,
  setHeader,
  setHeader,
  setHeader,
  setRecord,
  setRecord,
  cut,
  remove,
  insert,
  repeatRecord,
  repeatRecord,
  dropRecord,
  shorten,
  shorten,
  splice,
  transplant,
  transplant,
];

/** A few mutations of `file`, one after the other. The arguments stay as they are. */
export function mutate(file: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  let mutated: Uint8Array = file.slice();
  for (let count = 1 + random.below(5); count > 0 && mutated.length > 0; count--) {
    mutated = random.pick(MUTATIONS)(mutated, random, other);
  }
  return mutated.length > LARGEST ? mutated.subarray(0, LARGEST) : mutated;
}

function edgeAt(file: Uint8Array, random: Random, at: number): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const size = random.pick([1, 2, 4]);
  if (at + size > file.length) return file;
  const value = random.below(4) === 0 ? random.next() : random.pick(EDGES);
  if (size === 1) view.setUint8(at, value);
  else if (size === 2) view.setUint16(at, value, random.below(2) === 0);
  else view.setUint32(at, value, random.below(2) === 0);
  return file;
}
