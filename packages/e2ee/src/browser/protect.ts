/**
 * The page's side: puts the worker between a line and the network. To be called before `setLocalDescription`, since a
 * line without its transform would send in clear.
 */
import type { TransformOptions } from './frame-transforms.ts';

export function protectSender(sender: RTCRtpSender, worker: Worker): void {
  const options: TransformOptions = { side: 'send' };
  sender.transform = new RTCRtpScriptTransform(worker, options);
}

export function protectReceiver(receiver: RTCRtpReceiver, worker: Worker, slot: number): void {
  const options: TransformOptions = { side: 'receive', slot };
  receiver.transform = new RTCRtpScriptTransform(worker, options);
}
