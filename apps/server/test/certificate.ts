import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** A certificate that signs itself (RFC 5280, Ed25519 by RFC 8410), in PEM, with its private key. */
export function selfSigned(options: { readonly host: string; readonly from: Date; readonly until: Date }): {
  readonly cert: string;
  readonly key: string;
} {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const ed25519 = der(0x30, der(0x06, Buffer.from([0x2b, 0x65, 0x70])));
  const name = der(
    0x30,
    der(0x31, der(0x30, der(0x06, Buffer.from([0x55, 0x04, 0x03])), der(0x0c, Buffer.from(options.host)))),
  );
  // subjectAltName: one dNSName.
  const names = der(0x04, der(0x30, der(0x82, Buffer.from(options.host))));
  const extension = der(0x30, der(0x06, Buffer.from([0x55, 0x1d, 0x11])), names);
  const body = der(
    0x30,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    ed25519,
    name,
    der(0x30, time(options.from), time(options.until)),
    name,
    publicKey.export({ format: 'der', type: 'spki' }),
    der(0xa3, der(0x30, extension)),
  );
  const certificate = der(0x30, body, ed25519, der(0x03, Buffer.from([0]), sign(null, body, privateKey)));
  return { cert: pem('CERTIFICATE', certificate), key: pemOf(privateKey) };
}

const pemOf = (key: KeyObject): string => key.export({ format: 'pem', type: 'pkcs8' }).toString();
const pem = (label: string, bytes: Buffer): string =>
  `-----BEGIN ${label}-----\n${bytes.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`;

/** Tag, length and what is in it (X.690). */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

/** GeneralizedTime. */
const time = (at: Date): Buffer =>
  der(0x18, Buffer.from(`${at.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`));
