import { type Capture, rows, startCapture } from '../rig/tshark.ts';
import type { Host } from './network.ts';

/** Captures on several hosts at once. */
export type Traffic<Label extends string> = {
  /** Ends all captures; what follows reads them. */
  stop(): Promise<void>;
  /** What this host got from that one, anything that names it in a question for its Ethernet address included. */
  packets(at: Label, from: string): string[];
  /** Every place that this host sent IP packets to, as `udp 10.90.0.3 4000`, sorted. */
  destinations(of: Label): string[];
};

export async function watchTraffic<const Label extends string>(
  hosts: Readonly<Record<string, Host>>,
  labels: readonly Label[],
): Promise<Traffic<Label>> {
  const captures = {} as Record<Label, Capture>;
  for (const label of labels)
    captures[label] = await startCapture({ namespace: hosts[label]!, device: 'eth0' });
  let stopped: Promise<void> | undefined;
  return {
    stop: () => {
      stopped ??= Promise.all(labels.map((label) => captures[label].stop())).then(() => {});
      return stopped;
    },
    packets(at, from) {
      const here = hosts[at]!.address;
      // The switch floods questions to everybody: only those for this host are meant for it.
      const filter = `(ip.src == ${from} && ip.dst == ${here}) || (arp.src.proto_ipv4 == ${from} && arp.dst.proto_ipv4 == ${here})`;
      return rows(captures[at].file, ['frame.protocols', 'frame.len'], { filter }).map(
        (row) => `${row['frame.protocols']} ${row['frame.len']} B`,
      );
    },
    destinations(of) {
      const own = hosts[of]!.address;
      const filter = `ip.src == ${own} && !icmp && (udp || tcp) && ip.dst == 10.90.0.0/24`;
      const places = rows(captures[of].file, ['ip.dst', 'udp.dstport', 'tcp.dstport'], { filter }).map(
        (row) =>
          row['udp.dstport']
            ? `udp ${row['ip.dst']} ${row['udp.dstport']}`
            : `tcp ${row['ip.dst']} ${row['tcp.dstport']}`,
      );
      return [...new Set(places)].sort();
    },
  };
}
