import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

/**
 * A WebSocket client (RFC 6455) that costs the load generator as little as possible: whole frames as they lie in the
 * buffer, no copies of what it is not interested in.
 */
export class RawWebSocket {
  /** Bytes that came to all of this process. */
  static bytes = 0;
  readonly #socket: Socket;
  #rest: Buffer | undefined;
  #onFrame: (payload: Buffer) => void;
  #open = false;
  #onOpen: () => void = () => {};
  /** Why it is gone, if it is. */
  gone: string | undefined;

  constructor(port: number, path: string, onFrame: (payload: Buffer) => void, protocol?: string) {
    this.#onFrame = onFrame;
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket.on('data', (chunk) => {
      RawWebSocket.bytes += chunk.length;
      this.#take(chunk);
    });
    this.#socket.on('error', (error) => {
      this.gone ??= error.message;
    });
    this.#socket.on('close', () => {
      this.gone ??= 'closed';
      this.#onOpen();
    });
    const key = randomBytes(16).toString('base64');
    const lines = [
      `GET ${path} HTTP/1.1`,
      `Host: localhost:${port}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${key}`,
      ...(protocol ? [`Sec-WebSocket-Protocol: ${protocol}`] : []),
    ];
    this.#socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  }

  async opened(): Promise<this> {
    if (!this.#open && this.gone === undefined) {
      await new Promise<void>((resolve) => {
        this.#onOpen = resolve;
      });
    }
    if (!this.#open) throw new Error(`a socket was not accepted: ${this.gone}`);
    return this;
  }

  onFrame(listener: (payload: Buffer) => void): void {
    this.#onFrame = listener;
  }

  sendText(text: string): void {
    this.#send(0x1, Buffer.from(text));
  }

  sendBytes(bytes: Uint8Array): void {
    this.#send(0x2, bytes);
  }

  close(): void {
    this.#socket.destroy();
  }

  /** Masked with zeros: the mask is there for the sake of proxies, and this load meets none. */
  #send(opcode: number, payload: Uint8Array): void {
    const short = payload.length < 126;
    const head = Buffer.alloc(short ? 6 : payload.length < 65_536 ? 8 : 14);
    head[0] = 0x80 | opcode;
    if (short) head[1] = 0x80 | payload.length;
    else if (payload.length < 65_536) {
      head[1] = 0x80 | 126;
      head.writeUInt16BE(payload.length, 2);
    } else {
      head[1] = 0x80 | 127;
      head.writeBigUInt64BE(BigInt(payload.length), 2);
    }
    this.#socket.write(Buffer.concat([head, payload]));
  }

  #take(chunk: Buffer): void {
    let data = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk;
    this.#rest = undefined;
    if (!this.#open) {
      const end = data.indexOf('\r\n\r\n');
      if (end < 0) {
        this.#rest = data;
        return;
      }
      if (!data.subarray(0, 12).equals(accepted)) {
        this.gone = data.subarray(0, 40).toString();
        this.#socket.destroy();
        return;
      }
      this.#open = true;
      data = data.subarray(end + 4);
      this.#onOpen();
    }
    while (data.length >= 2) {
      let length = data[1]! & 0x7f;
      let at = 2;
      if (length === 126) {
        if (data.length < 4) break;
        length = data.readUInt16BE(2);
        at = 4;
      } else if (length === 127) {
        if (data.length < 10) break;
        length = Number(data.readBigUInt64BE(2));
        at = 10;
      }
      if (data.length < at + length) break;
      const opcode = data[0]! & 0x0f;
      const payload = data.subarray(at, at + length);
      if (opcode === 0x9) this.#send(0xa, payload);
      else if (opcode !== 0xa && opcode !== 0x8) this.#onFrame(payload);
      data = data.subarray(at + length);
    }
    if (data.length > 0) this.#rest = data;
  }
}

const accepted = Buffer.from('HTTP/1.1 101');
