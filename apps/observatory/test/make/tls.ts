import { be, concat } from './bytes.ts';

const vector = (width: 1 | 2 | 3, body: Uint8Array): Uint8Array =>
  width === 3
    ? concat([body.length >> 16], be(2, body.length & 0xffff), body)
    : concat(width === 1 ? [body.length] : be(2, body.length), body);
const extension = (kind: number, body: Uint8Array): Uint8Array => concat(be(2, kind), vector(2, body));

export type HelloFields = {
  readonly version: number;
  readonly name?: string;
  readonly random: Uint8Array;
  readonly versions?: readonly number[];
};

/** One record with one ClientHello. */
export function clientHello({ version, name, random, versions }: HelloFields): Uint8Array {
  const extensions = concat(
    name ? extension(0, vector(2, concat([0], vector(2, Buffer.from(name))))) : [],
    versions ? extension(43, vector(1, be(2, ...versions))) : [],
  );
  const body = concat(
    be(2, version),
    random,
    vector(1, random),
    vector(2, be(2, 0x1301, 0xc02f)),
    [1, 0],
    vector(2, extensions),
  );
  return record(handshake(1, body));
}

export function serverHello({ version, random, versions }: HelloFields): Uint8Array {
  const extensions = versions ? extension(43, be(2, versions[0]!)) : new Uint8Array(0);
  return handshake(
    2,
    concat(be(2, version), random, vector(1, random), be(2, 0xc02f), [0], vector(2, extensions)),
  );
}

export const certificate = (der: Uint8Array): Uint8Array => handshake(11, vector(3, vector(3, der)));
export const record = (body: Uint8Array, kind = 22): Uint8Array => concat([kind, 3, 3], vector(2, body));
const handshake = (kind: number, body: Uint8Array): Uint8Array => concat([kind], vector(3, body));

/** A record of DTLS 1.2 with application data or, with an epoch of 0, whatever is given. */
export const dtlsRecord = (kind: number, epoch: number, sequence: number, body: Uint8Array): Uint8Array =>
  concat([kind, 0xfe, 0xfd], be(2, epoch), be(2, 0), be(4, sequence), vector(2, body));

/** As much of an X.509 certificate as names need: to-be-signed with issuer, validity and subject. */
export function namedCertificate(subject: string): Uint8Array {
  const name = (text: string) =>
    der(0x30, der(0x31, der(0x30, concat(der(6, [0x55, 4, 3]), der(12, Buffer.from(text))))));
  const algorithm = der(0x30, der(6, [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 11]));
  const validity = der(
    0x30,
    concat(der(23, Buffer.from('250101000000Z')), der(23, Buffer.from('260101000000Z'))),
  );
  const signed = der(
    0x30,
    concat(
      der(0xa0, der(2, [2])),
      der(2, [1, 2, 3]),
      algorithm,
      name('Example Issuing CA'),
      validity,
      name(subject),
    ),
  );
  return der(0x30, concat(signed, algorithm, der(3, new Uint8Array(65))));
}

function der(tag: number, body: Uint8Array | readonly number[]): Uint8Array {
  const bytes = Uint8Array.from(body);
  const length =
    bytes.length < 128
      ? [bytes.length]
      : bytes.length < 256
        ? [0x81, bytes.length]
        : [0x82, ...be(2, bytes.length)];
  return concat([tag, ...length], bytes);
}
