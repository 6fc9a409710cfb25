import { Agent, request } from 'node:http';
import { sessionTokenOf } from './dataset.ts';

/** Calls of signed-in people over HTTP connections that stay open. */
export class Caller {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 32 });
  readonly #port: number;

  constructor(port: number) {
    this.#port = port;
  }

  /** The status and the length of the answer. */
  call(
    account: number,
    path: string,
    body: unknown,
  ): Promise<{ readonly status: number; readonly bytes: number }> {
    const payload = JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          agent: this.#agent,
          host: '127.0.0.1',
          port: this.#port,
          path,
          method: 'POST',
          headers: {
            ...this.headersOf(account),
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(payload),
          },
        },
        (response) => {
          let bytes = 0;
          response.on('data', (chunk: Buffer) => {
            bytes += chunk.length;
          });
          response.on('end', () => resolve({ status: response.statusCode ?? 0, bytes }));
          response.on('error', reject);
        },
      );
      sent.on('error', reject);
      sent.end(payload);
    });
  }

  headersOf(account: number): { cookie: string; origin: string; host: string } {
    const host = `localhost:${this.#port}`;
    return { cookie: `stoa-session=${sessionTokenOf(account)}`, origin: `http://${host}`, host };
  }

  close(): void {
    this.#agent.destroy();
  }
}
