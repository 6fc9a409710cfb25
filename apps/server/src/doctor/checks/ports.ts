import { type Finding, findings } from '../finding.ts';

export type PortFact = {
  /** Such as "HTTP" or "relay 2". */
  readonly of: string;
  readonly protocol: 'TCP' | 'UDP';
  readonly address: string;
  /** 0: the system chooses one, so that only the address is tried. */
  readonly port: number;
  /** Where it is set. */
  readonly setting: string;
  readonly addressSetting: string;
  /** The system's word, or `free`. */
  readonly outcome: string;
};

/** @param isRunning a Stoa answers at the HTTP port already: its ports are in use because it has them. */
export function decidePorts(ports: readonly PortFact[], isRunning: boolean): Finding[] {
  const { ok, fault } = findings('ports');
  const wrong = ports.flatMap((each): Finding[] => {
    const { of, protocol, port, address, setting, addressSetting } = each;
    const called = `${protocol} port ${port} (${of})`;
    switch (each.outcome) {
      case 'free':
        return [];
      case 'EADDRINUSE':
        return isRunning
          ? []
          : [
              fault(
                `${called} is in use by another program.`,
                `Stop that program (ss -l${protocol === 'TCP' ? 't' : 'u'}np shows it), or set ${setting} to another number.`,
              ),
            ];
      case 'EACCES':
        return [
          fault(
            `${called} needs more rights than this user has.`,
            `Set ${setting} to 1024 or more and leave lower ports to a proxy, or give the service CAP_NET_BIND_SERVICE.`,
          ),
        ];
      case 'EADDRNOTAVAIL':
        return [
          fault(`${address} is not an address of this machine.`, `Set ${addressSetting} to one of its own.`),
        ];
      default:
        return [fault(`${called} cannot be opened (${each.outcome}).`, `Look at ${setting}.`)];
    }
  });
  if (wrong.length > 0) return wrong;
  return [ok(isRunning ? 'A Stoa is running here and has its ports.' : 'All ports are free.')];
}
