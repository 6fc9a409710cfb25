import { type Bytes, concat, Reader, u8, u16 } from '../keys/layout.ts';
import { boxOverhead, type OpeningPair, openBox, sealTo } from '../keys/sealing.ts';
import { type SigningKey, signedBytes, type Verifier } from '../keys/signature.ts';
import { decodeProfile, encodeProfile, type Profile, plainProfileBytes } from './profile.ts';

/**
 * A newcomer's application, 613 B whoever sends it:
 *
 *   version:u8=1 | generation:u16 | ed25519(32) | x25519(32) | H(token)(32) | linkProof(32) |
 *   HPKE(admissionKey, profile)(418) | Ed25519(64)
 *
 * linkProof = HMAC-SHA256(link secret, "stoa link proof v1" || ed25519), zeros in open rooms.
 */
export type JoinRequest = {
  readonly generation: number;
  readonly key: Bytes;
  readonly sealKey: Bytes;
  readonly tokenHash: Bytes;
  readonly proof: Bytes;
  readonly sealedProfile: Bytes;
};

const version = 1;
const sealedBytes = plainProfileBytes + boxOverhead;

const info = (room: Bytes, generation: number): Bytes => signedBytes('request', room, u16(generation));

export async function makeRequest(
  fields: Omit<JoinRequest, 'sealedProfile'>,
  profile: Profile,
  room: Bytes,
  admissionKey: Bytes,
  signer: SigningKey,
): Promise<Bytes> {
  const { generation, key, sealKey, tokenHash, proof } = fields;
  const sealedProfile = await sealTo(admissionKey, info(room, generation), key, encodeProfile(profile));
  const body = concat(u8(version), u16(generation), key, sealKey, tokenHash, proof, sealedProfile);
  return concat(body, await signer.sign(signedBytes('request', room, body)));
}

export async function readRequest(
  bytes: Uint8Array,
  room: Bytes,
  verifier: Verifier,
): Promise<JoinRequest | undefined> {
  const reader = new Reader(bytes);
  const readVersion = reader.u8();
  const request: JoinRequest = {
    generation: reader.u16(),
    key: reader.bytes(32),
    sealKey: reader.bytes(32),
    tokenHash: reader.bytes(32),
    proof: reader.bytes(32),
    sealedProfile: reader.bytes(sealedBytes),
  };
  const body = reader.before();
  const signature = reader.bytes(64);
  if (readVersion !== version || !reader.complete()) return undefined;
  const good = await verifier.verify(request.key, signature, signedBytes('request', room, body));
  return good ? request : undefined;
}

export async function requestProfile(
  request: JoinRequest,
  room: Bytes,
  admission: OpeningPair,
): Promise<Profile | undefined> {
  const { generation, key, sealedProfile } = request;
  const plain = await openBox(admission, info(room, generation), key, sealedProfile);
  return plain && decodeProfile(plain);
}
