import {
  isRtcp,
  RtpHeader,
  readRtcp,
  readRtp,
  rtpPacketBytes,
  SenderReport,
  strictRtpPacketBytes,
} from '@stoa/core/forwarding';
import { encodeSframeHeader, headerFault, parseSframeHeader, readCtr, readKid } from '@stoa/e2ee/frame';
import { media } from '@stoa/protocol';
import type { Target } from '../engine.ts';
import { must } from './bytes.ts';

function rtp(size: number, level = 2, sender = 7): Uint8Array {
  const packet = new Uint8Array(size);
  packet.set([0x80, 111, 0, 1, 0, 0, 3, 0xc0, 0, 0, 0, 9, level, 0x9a, sender, 0x11, 1, 0, 0]);
  return packet;
}

/** A sender report with one block and a source description, as browsers send them together. */
const rtcp = Uint8Array.from([
  ...[0x81, 200, 0, 12, 0, 0, 0, 9, ...new Array<number>(44).fill(1)],
  ...[0x81, 202, 0, 4, 0, 0, 0, 9, 1, 6, 115, 116, 111, 97, 46, 46, 0, 0, 0, 0],
]);

const header = new RtpHeader();
const report = new SenderReport();

/** What comes in packets. */
export const mediaTargets: readonly Target[] = [
  {
    name: 'rtp',
    files: ['core/src/forwarding/rtp.ts'],
    seeds: [rtp(rtpPacketBytes), rtp(strictRtpPacketBytes), rtcp],
    maxBytes: 1500,
    read: (input) => {
      for (const size of [rtpPacketBytes, strictRtpPacketBytes]) {
        if (readRtp(input, header, size) !== 'ok') continue;
        must(input.length === size && input[0] === 0x80 && !isRtcp(input), 'a packet that is none');
        must(header.level < media.levels && header.sender > 0, 'fields out of bounds');
      }
    },
  },
  {
    name: 'rtcp',
    files: ['core/src/forwarding/rtcp.ts'],
    seeds: [rtcp, rtcp.slice(0, 52), rtp(rtpPacketBytes)],
    maxBytes: 1500,
    read: (input) => {
      const well = readRtcp(input, report);
      must(!well || (input.length >= 8 && input.length % 4 === 0), 'a compound that is none');
      must(report.ntpMiddle >= 0 && report.ntpMiddle < 2 ** 32, 'a time out of bounds');
    },
  },
  {
    name: 'frame header',
    files: ['e2ee/src/frame/frame-format.ts', 'e2ee/src/frame/sframe-header.ts'],
    seeds: [
      rtp(rtpPacketBytes).slice(12),
      rtp(strictRtpPacketBytes).slice(12),
      Uint8Array.of(0x99, 1, 2, 1, 2),
    ],
    maxBytes: 300,
    read: (input) => {
      if (headerFault(input) === undefined) {
        must(
          input.length === media.payloadBytes || input.length === media.strictPayloadBytes,
          'a false size',
        );
        must(readKid(input) > 0xff && readCtr(input) > 0xffff, 'fields out of bounds');
      }
      const parsed = parseSframeHeader(input);
      if (parsed === undefined) return;
      must(parsed.length <= input.length && parsed.length <= 17, 'a header longer than the bytes');
      must(encodeSframeHeader(parsed.kid, parsed.ctr).length <= parsed.length, 'not the shortest form');
    },
  },
];
