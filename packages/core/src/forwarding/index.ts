export { Downlink } from './downlink.ts';
export { ReceiveStatistics } from './receive-statistics.ts';
export { receiverReportBytes, writeReceiverReport } from './receiver-report.ts';
export { readRtcp, SenderReport } from './rtcp.ts';
export {
  isRtcp,
  RtpHeader,
  type RtpVerdict,
  readRtp,
  rtpHeaderBytes,
  rtpPacketBytes,
  strictRtpPacketBytes,
} from './rtp.ts';
export { SlotStream } from './slot-stream.ts';
export { TokenBucket } from './token-bucket.ts';
export { UplinkPolice, uplinkLimits } from './uplink-police.ts';
