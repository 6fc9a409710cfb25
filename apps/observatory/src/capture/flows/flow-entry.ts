import type { Endpoint, Flow } from '../packet.ts';
import type { Connection } from '../tcp/connection.ts';
import { addressText } from './address-text.ts';

/** The text of an address is made when somebody asks: most flows of a large capture are never shown. */
export class FlowEndpoint implements Endpoint {
  readonly port: number;
  readonly version: number;
  readonly w0: number;
  readonly w1: number;
  readonly w2: number;
  readonly w3: number;
  private text: string | undefined;

  constructor(version: number, port: number, w0: number, w1: number, w2: number, w3: number) {
    this.version = version;
    this.port = port;
    this.w0 = w0;
    this.w1 = w1;
    this.w2 = w2;
    this.w3 = w3;
  }

  get address(): string {
    this.text ??= addressText(this.version, this.w0, this.w1, this.w2, this.w3);
    return this.text;
  }
}

/** A flow in the table: what others see of it, and its places in the table's lists. */
export class FlowEntry implements Flow {
  readonly id: number;
  readonly kind: Flow['kind'];
  readonly protocol: number;
  readonly a: FlowEndpoint;
  readonly b: FlowEndpoint;
  readonly bucket: number;
  /** Next in the same bucket. */
  chain: FlowEntry | undefined;
  /** Neighbours in order of last use. */
  newer: FlowEntry | undefined;
  older: FlowEntry | undefined;
  connection: Connection | undefined;

  constructor(
    id: number,
    kind: Flow['kind'],
    protocol: number,
    a: FlowEndpoint,
    b: FlowEndpoint,
    bucket: number,
  ) {
    this.id = id;
    this.kind = kind;
    this.protocol = protocol;
    this.a = a;
    this.b = b;
    this.bucket = bucket;
  }
}
