import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { BeginFault } from '../process-link.ts';

/**
 * Sees whether a UDP port can be bound, and frees it again: the native library would abort the process instead of
 * saying so. Port 0 asks for any free one. A tiny window stays in which another process can take the port.
 */
export function probePort(address: string, port: number): Promise<{ port: number } | { fault: BeginFault }> {
  return new Promise((resolve) => {
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
    socket.once('error', (error: NodeJS.ErrnoException) => {
      socket.close();
      resolve({ fault: error.code === 'EADDRINUSE' ? 'portTaken' : 'addressUnusable' });
    });
    socket.bind({ address, port, exclusive: true }, () => {
      const bound = socket.address().port;
      socket.close(() => resolve({ port: bound }));
    });
  });
}
