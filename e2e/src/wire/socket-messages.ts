// The messages in one direction of a WebSocket (RFC 6455 section 5), read beside the connection. Pure.

export type SocketMessage = { readonly text: string; readonly bytes: number };

/** Feed it everything after the HTTP head; it gives back whole text messages. Pings and the like are left out. */
export class SocketMessages {
  #rest = Buffer.alloc(0);
  #fragments: Buffer[] = [];

  push(chunk: Buffer): SocketMessage[] {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const messages: SocketMessage[] = [];
    for (let frame = this.#frame(); frame; frame = this.#frame()) {
      const { opcode, isLast, payload } = frame;
      if (opcode >= 8) continue;
      this.#fragments.push(payload);
      if (!isLast) continue;
      const whole = Buffer.concat(this.#fragments);
      this.#fragments = [];
      messages.push({ text: whole.toString('utf8'), bytes: whole.length });
    }
    return messages;
  }

  #frame(): { opcode: number; isLast: boolean; payload: Buffer } | undefined {
    const all = this.#rest;
    if (all.length < 2) return undefined;
    const masked = (all[1]! & 0x80) !== 0;
    const short = all[1]! & 0x7f;
    const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0;
    const head = 2 + lengthBytes + (masked ? 4 : 0);
    if (all.length < head) return undefined;
    const length =
      lengthBytes === 0 ? short : lengthBytes === 2 ? all.readUInt16BE(2) : Number(all.readBigUInt64BE(2));
    if (all.length < head + length) return undefined;
    const payload = Buffer.from(all.subarray(head, head + length));
    if (masked) for (let i = 0; i < length; i++) payload[i] = payload[i]! ^ all[head - 4 + (i & 3)]!;
    this.#rest = all.subarray(head + length);
    return { opcode: all[0]! & 0xf, isLast: (all[0]! & 0x80) !== 0, payload };
  }
}
