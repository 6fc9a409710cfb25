import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  sign,
} from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault, systemCode } from './fault.ts';

/** What makes this deployment itself: it signs join tokens and separates its people's pseudonyms from others'. */
export type DeploymentKey = {
  /** First 16 bytes of SHA-256 of the public key. */
  readonly audience: Uint8Array<ArrayBuffer>;
  /** Ed25519, raw. */
  readonly publicKey: Uint8Array<ArrayBuffer>;
  sign(message: Uint8Array): Uint8Array<ArrayBuffer>;
  /** 32 bytes for pseudonyms. */
  readonly pseudonymSecret: Uint8Array<ArrayBuffer>;
  /** 32 bytes for what the social app signs for itself. */
  readonly socialSecret: Uint8Array<ArrayBuffer>;
  /** For credentials of TURN; a coturn takes it as `static-auth-secret`. */
  readonly turnSecret: string;
  /** 32 bytes that relays and TURN share for ICE passwords. */
  readonly iceKey: Uint8Array<ArrayBuffer>;
  /** 32 bytes that seal what processes of a fleet say to each other and keep for each other. */
  readonly fleetSecret: Uint8Array<ArrayBuffer>;
  /** By which a control sees that this life of a host has the same key. */
  hostMark(host: string, life: string): string;
};

/** `data/deployment.key` (PKCS #8, PEM, mode 0600), made at the first start. Throws a `Fault`. */
export async function loadDeploymentKey(dataFolder: string): Promise<DeploymentKey> {
  const file = join(dataFolder, 'deployment.key');
  try {
    // Others may pass through but not look around: as root, the database below runs as another user.
    await mkdir(dataFolder, { recursive: true, mode: 0o711 });
    return fromPrivate(await read(file));
  } catch (error) {
    if (error instanceof Fault) throw error;
    const why = systemCode(error) ?? 'unknown error';
    throw new Fault(`The data folder cannot be written (${why}): set STOA_DATA to a folder of your own.`);
  }
}

/** For a server that lives only as long as a test. */
export const freshDeploymentKey = (): DeploymentKey => fromPrivate(generateKeyPairSync('ed25519').privateKey);

async function read(file: string): Promise<KeyObject> {
  let pem: string;
  try {
    pem = await readFile(file, 'utf8');
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    return make(file);
  }
  let key: KeyObject | undefined;
  try {
    key = createPrivateKey(pem);
  } catch {}
  if (key?.asymmetricKeyType === 'ed25519') return key;
  throw new Fault(
    'deployment.key in the data folder is damaged: restore it, or delete it to make a new one.',
  );
}

/** Whole or not at all: written beside it, then renamed. */
async function make(file: string): Promise<KeyObject> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const beside = `${file}.${process.pid}.new`;
  const handle = await open(beside, 'w', 0o600);
  try {
    await handle.writeFile(privateKey.export({ format: 'pem', type: 'pkcs8' }));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(beside, file);
  return privateKey;
}

function fromPrivate(privateKey: KeyObject): DeploymentKey {
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  const publicKey = new Uint8Array(spki.subarray(-32));
  const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32);
  const derived = (purpose: string) => new Uint8Array(hkdfSync('sha256', seed, '', purpose, 32));
  const hostKey = derived('stoa host of relays v1');
  return {
    publicKey,
    audience: new Uint8Array(createHash('sha256').update(publicKey).digest().subarray(0, 16)),
    sign: (message) => new Uint8Array(sign(null, message, privateKey)),
    pseudonymSecret: derived('stoa guest pseudonym v1'),
    socialSecret: derived('stoa social v1'),
    turnSecret: Buffer.from(derived('stoa turn v1')).toString('base64url'),
    iceKey: derived('stoa ice passwords v1'),
    fleetSecret: derived('stoa fleet v1'),
    hostMark: (host, life) => createHmac('sha256', hostKey).update(`${host} ${life}`).digest('base64url'),
  };
}
