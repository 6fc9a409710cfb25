import { audit, builtInPlaces, type Canary } from '@stoa/observatory';
import { readCapture } from '@stoa/observatory/capture';

// `node --import tsx read-worker.ts <file> packets|streams|audit|canaries`: one reading in a process of its own.
const [, , path = '', what = ''] = process.argv;

/** As many as a room of some people has: names, ids, tokens. */
const CANARIES: readonly Canary[] = Array.from({ length: 8 }, (_, i): Canary[] => [
  { what: 'name', text: `Qorvel Tamsin ${i}` },
  { what: 'id', bytes: Uint8Array.from({ length: 16 }, (_byte, at) => (at * 37 + i * 101 + 13) & 255) },
]).flat();

if (what === 'audit' || what === 'canaries') {
  const canaries = what === 'canaries' ? CANARIES : [];
  const { capture, findings } = await audit(path, { places: builtInPlaces(), canaries });
  process.stdout.write(`${capture.packets} ${findings.length}\n`);
} else {
  let [packets, bytes] = [0, 0];
  const packet = () => {
    packets++;
  };
  const stream = (chunk: { bytes: Uint8Array }) => {
    bytes += chunk.bytes.length;
  };
  await readCapture(path, what === 'streams' ? { packet, stream } : { packet });
  process.stdout.write(`${packets} ${bytes}\n`);
}
