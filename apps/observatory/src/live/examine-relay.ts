// What a relay has: packets below the encryption of the hop, as the participants' own ends show them.
import { Encoder } from '@evan/opus';
import { audit } from '../audit.ts';
import { readChunks } from '../capture/index.ts';
import { parseRtp } from '../evidence/rtp.ts';
import type { CheckId } from './checks.ts';
import { canariesOf, type Material } from './material.ts';
import { mediaStreams } from './media-facts.ts';
import { liveFinding, type Outcome } from './outcome.ts';
import { RawCapture } from './raw-capture.ts';
import { planted } from './search.ts';

const FRAME_TICKS = 960;

/**
 * @param tapped a raw capture of RTP without SRTP
 */
export async function examineRelay(tapped: Uint8Array, material: Material): Promise<Map<CheckId, Outcome>> {
  const options = { insideRelay: true, truth: { speech: material.spoken, rooms: new Map<string, string>() } };
  const result = await audit([tapped], { ...options, canaries: canariesOf(material.planted) });
  const control = await audit([clearVoice(material.control)], {
    ...options,
    canaries: [{ what: 'control', text: material.control }],
  });
  const codes = new Set(control.findings.map(({ code }) => code));
  const of = (...wanted: string[]) =>
    result.findings
      .filter(({ code }) => wanted.includes(code))
      .map(({ code, title, evidence }) => liveFinding(code, title, evidence));
  const streams = await mediaStreams([tapped]);
  const packets = streams.reduce((sum, one) => sum + one.packets, 0);
  const levels = await levelsIn(tapped);
  const outcomes = new Map<CheckId, Outcome>();
  outcomes.set('relay.sound', {
    findings: of('O301', 'O302', 'O303'),
    seen: `${packets} frames in ${streams.length} streams.`,
    control: packets > 0 && codes.has('O303') ? 'clear Opus was found by the same rules (O303)' : undefined,
  });
  outcomes.set('relay.ids', {
    findings: of('O101', 'O102'),
    seen: `${packets} frames.`,
    control: packets > 0 && codes.has('O101') ? 'planted in a copy, it was found (O101)' : undefined,
  });
  const wide = streams.filter(({ sizes }) => sizes.size > 1);
  outcomes.set('relay.level', {
    findings: [
      ...wide.map(({ from, sizes }) =>
        liveFinding('O402', `Frames from ${from} have ${sizes.size} sizes below the hop's encryption`),
      ),
      ...[...levels]
        .filter((level) => level > 3)
        .map((level) => liveFinding('O402', `A frame begins with ${level}, which is no level of four steps`)),
    ],
    seen: `First bytes seen: ${[...levels].sort((a, b) => a - b).join(', ')}.`,
    control: levels.size > 1 ? 'more than one level was seen' : undefined,
  });
  return outcomes;
}

/** The first byte of each frame is its level. */
async function levelsIn(tapped: Uint8Array): Promise<Set<number>> {
  const levels = new Set<number>();
  await readChunks([tapped], {
    packet({ payload }) {
      const rtp = parseRtp(payload);
      const first = rtp && payload[rtp.payloadAt];
      if (first !== undefined) levels.add(first);
    },
  });
  return levels;
}

/** Two seconds of a tone as a relay without end-to-end encryption would have them, and the control beside it. */
function clearVoice(control: string): Uint8Array {
  const encoder = new Encoder({ channels: 1, sample_rate: 48_000, application: 'voip' });
  const opus = Array.from(
    { length: 100 },
    (_, i) =>
      new Uint8Array(
        encoder.encode(
          Int16Array.from(
            { length: FRAME_TICKS },
            (_, at) => 9000 * Math.sin(((i * FRAME_TICKS + at) * 2 * Math.PI * 440) / 48_000),
          ),
        ),
      ),
  );
  const copy = new RawCapture();
  const [from, to] = [
    { address: '10.0.0.2', port: 5000 },
    { address: '10.0.0.1', port: 5001 },
  ];
  opus.forEach((frame, i) => {
    const head = Buffer.alloc(12);
    head[0] = 0x80;
    head[1] = 111;
    head.writeUInt16BE(i & 0xffff, 2);
    head.writeUInt32BE(i * FRAME_TICKS, 4);
    head.writeUInt32BE(77, 8);
    copy.datagram(1.7e15 + i * 20_000, from, to, Buffer.concat([head, frame]));
  });
  for (const [i, { bytes }] of planted(control).entries())
    copy.datagram(1.7e15 + i, from, { ...to, port: 9 }, bytes);
  return copy.bytes;
}
