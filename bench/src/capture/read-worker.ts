import { readCapture } from '@stoa/observatory/capture';

// `node --import tsx read-worker.ts <file> packets|streams`: one reading in a process of its own.
const [, , path = '', what = ''] = process.argv;
let [packets, bytes] = [0, 0];
const packet = () => {
  packets++;
};
const stream = (chunk: { bytes: Uint8Array }) => {
  bytes += chunk.bytes.length;
};
const visitor = what === 'streams' ? { packet, stream } : { packet };
await readCapture(path, visitor);
process.stdout.write(`${packets} ${bytes}\n`);
