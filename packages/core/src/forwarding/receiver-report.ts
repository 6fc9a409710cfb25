import type { ReceiveStatistics } from './receive-statistics.ts';
import { write32 } from './rtp.ts';

export const receiverReportBytes = 32;

/** Writes a receiver report with one block (RFC 3550 section 6.4.2) and starts the next interval of loss. */
export function writeReceiverReport(
  out: Uint8Array,
  reporter: number,
  source: number,
  statistics: ReceiveStatistics,
  now: number,
): void {
  out[0] = 0x81;
  out[1] = 201;
  out[2] = 0;
  out[3] = receiverReportBytes / 4 - 1;
  write32(out, 4, reporter);
  write32(out, 8, source);
  const fraction = statistics.takeFractionLost();
  write32(out, 12, (fraction << 24) | (statistics.lost & 0xffffff));
  write32(out, 16, statistics.extendedHighest);
  write32(out, 20, Math.floor(statistics.jitter));
  write32(out, 24, statistics.lastSenderReport);
  write32(out, 28, statistics.delaySinceSenderReport(now));
}
