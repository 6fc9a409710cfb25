/**
 * The page's side: puts the worker between a line and the network. To be called before `setLocalDescription`, since a
 * line without its transform would send in clear.
 */
import type { TransformOptions } from './frame-transforms.ts';

/** `transport`: which of several connections of one life, in the page's own count. */
export function protectSender(sender: RTCRtpSender, worker: Worker, transport = 0): void {
  const options: TransformOptions = { side: 'send', transport };
  sender.transform = new RTCRtpScriptTransform(worker, options);
}

export function protectReceiver(receiver: RTCRtpReceiver, worker: Worker, slot: number, transport = 0): void {
  const options: TransformOptions = { side: 'receive', slot, transport };
  receiver.transform = new RTCRtpScriptTransform(worker, options);
}
