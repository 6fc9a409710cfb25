import type { Flow } from '../capture/packet.ts';

/** UDP payloads, and what tunnels carry: TURN data, and RTP framed on TCP (RFC 4571). Valid until the call returns. */
export type Datagram = {
  readonly flow: Flow;
  readonly fromA: boolean;
  readonly number: number;
  readonly time: number;
  readonly bytes: Uint8Array;
  readonly via: 'udp' | 'turn' | 'tcp';
};
