import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import type { Config } from '../../config.ts';
import { systemCode } from '../../fault.ts';
import type { PortFact } from '../checks/ports.ts';

/** Opens each port that the server would, and lets go of it at once. */
export async function probePorts(config: Config): Promise<PortFact[]> {
  const wishes = wishesOf(config);
  return Promise.all(
    wishes.map(async (wish) => ({
      ...wish,
      outcome: await (wish.protocol === 'TCP' ? tryTcp : tryUdp)(wish.address, wish.port),
    })),
  );
}

function wishesOf(config: Config): Omit<PortFact, 'outcome'>[] {
  const wishes: Omit<PortFact, 'outcome'>[] = [];
  const { host, port } = config;
  wishes.push({ of: 'HTTP', protocol: 'TCP', address: host, port, setting: 'PORT', addressSetting: 'HOST' });
  if (config.metrics) {
    const { host: address, port } = config.metrics;
    const setting = { setting: 'STOA_METRICS_PORT', addressSetting: 'STOA_METRICS_HOST' };
    wishes.push({ of: 'metrics', protocol: 'TCP', address, port, ...setting });
  }
  if (config.turnPort !== undefined) {
    const turn = { of: 'TURN', protocol: 'TCP', port: config.turnPort, setting: 'STOA_TURN_PORT' } as const;
    wishes.push({ ...turn, address: '0.0.0.0', addressSetting: 'STOA_TURN_PORT' });
  }
  if (config.roles.includes('relay')) {
    const relay = { address: config.relayAddress, addressSetting: 'STOA_RELAY_ADDRESS' };
    const first = config.relayPort;
    for (let index = 0; index < (first === 0 ? 1 : config.relays); index += 1) {
      const port = first === 0 ? 0 : first + index;
      wishes.push({ of: `relay ${index + 1}`, protocol: 'UDP', port, setting: 'STOA_RELAY_PORT', ...relay });
    }
  }
  return wishes;
}

const tryTcp = (host: string, port: number): Promise<string> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(systemCode(error) ?? 'unknown'));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve('free')));
  });

const tryUdp = (address: string, port: number): Promise<string> =>
  new Promise((resolve) => {
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    socket.once('error', (error) => {
      socket.close();
      resolve(systemCode(error) ?? 'unknown');
    });
    socket.bind({ port, address, exclusive: true }, () => socket.close(() => resolve('free')));
  });
