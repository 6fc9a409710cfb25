/**
 * How the signed blocks fare when frames get lost, as JSON lines: `npx tsx packages/e2ee/bench/proof-loss.ts [hours]`.
 * The AEAD is left out (it does not matter here) and the signature is a hash, so an hour of speech takes seconds.
 * Loss is independent for each frame; every run has its own fixed seed.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { FIRST_CTR, PAYLOAD_BYTES, PLAINTEXT_BYTES } from '../src/frame/frame-format.ts';
import type { OpeningKey, SealingKey } from '../src/frame/key-source.ts';
import { ProofBuilder } from '../src/frame/proof-builder.ts';
import { ProofChecker } from '../src/frame/proof-checker.ts';
import { seededChance } from '../src/frame/test/stage.ts';

const hours = Number(process.argv[2] ?? '0.5');
const FRAMES_A_SECOND = 50;
const FRAMES = Math.round(hours * 3600 * FRAMES_A_SECOND);

function mac(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(64);
  out.set(sha256(bytes));
  return out;
}

const shared = {
  kid: 0x0100,
  key: undefined as unknown as CryptoKey,
  salt: new Uint8Array(12),
  context: new Uint8Array(8),
  strict: false,
};
const sealing: SealingKey = { ...shared, sign: async (bytes) => mac(bytes) };
const opening: OpeningKey = {
  ...shared,
  leaf: 1,
  verify: async (signature, bytes) => Buffer.compare(signature, mac(bytes)) === 0,
};

interface Tick {
  readonly ctr: number;
  readonly payload: Uint8Array;
  readonly pt: Uint8Array | undefined;
}

class Speaker {
  readonly #builder = new ProofBuilder();
  #ctr = FIRST_CTR;

  async tick(): Promise<Tick> {
    const ctr = this.#ctr++;
    const pt = new Uint8Array(PLAINTEXT_BYTES);
    const carries = this.#builder.writeChunk(ctr, pt);
    const payload = new Uint8Array(PAYLOAD_BYTES);
    new DataView(payload.buffer).setUint32(0, ctr);
    this.#builder.sealed(sealing, ctr, payload);
    await Promise.resolve();
    return { ctr, payload, pt: carries ? pt : undefined };
  }
}

async function honest(loss: number): Promise<void> {
  const chance = seededChance(Math.round(loss * 1000) + 1);
  const speaker = new Speaker();
  const checker = new ProofChecker(1);
  let received = 0;
  let silenced = 0;
  let mutes = 0;
  let verifiedAt = -1;
  let before = checker.verified;
  for (let i = 0; i < FRAMES; i++) {
    const { ctr, payload, pt } = await speaker.tick();
    if (chance() < loss) continue;
    received++;
    if (!(await checker.take(opening, ctr, payload, pt))) silenced++;
    const now = checker.verified;
    if (now === 'verified' && verifiedAt < 0) verifiedAt = i;
    if (now === 'failed' && before !== 'failed') mutes++;
    before = now;
  }
  print({
    metric: 'proof.honest',
    loss,
    hours,
    falseMutesPerHour: mutes / hours,
    silencedShare: silenced / received,
    firstVerifiedMs: (verifiedAt + 1) * 20,
  });
}

/** Frames of a forger who knows the AEAD key, mixed into or put in place of the real ones, until the voice is silent. */
async function forged(
  name: string,
  loss: number,
  forge: (i: number) => 'real' | 'forged' | 'dropped',
): Promise<void> {
  let heardMax = 0;
  let silentMsMax = 0;
  let detected = 0;
  const runs = 100;
  for (let run = 0; run < runs; run++) {
    const chance = seededChance(run + 77);
    const speaker = new Speaker();
    const checker = new ProofChecker(1);
    const start = 200 + Math.floor(chance() * 25);
    let heard = 0;
    for (let i = 0; i < start + 3000; i++) {
      const { ctr, payload, pt } = await speaker.tick();
      const kind = i < start ? 'real' : forge(i - start);
      if (kind === 'dropped' || chance() < loss) continue;
      if (kind === 'forged') payload[20] = payload[20]! ^ 1;
      if (
        (await checker.take(opening, ctr, payload, kind === 'forged' ? undefined : pt)) &&
        kind === 'forged'
      )
        heard++;
      if (i >= start && checker.verified === 'failed') {
        detected++;
        silentMsMax = Math.max(silentMsMax, (i - start + 1) * 20);
        break;
      }
    }
    heardMax = Math.max(heardMax, heard);
  }
  print({
    metric: 'proof.forged',
    attack: name,
    loss,
    runs,
    detected,
    forgedHeardMsMax: heardMax * 20,
    detectedMsMax: silentMsMax,
  });
}

function print(record: Record<string, unknown>): void {
  console.log(JSON.stringify(record));
}

for (const loss of [0, 0.01, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3]) await honest(loss);
for (const loss of [0, 0.1, 0.2, 0.3]) {
  await forged('all frames', loss, () => 'forged');
  await forged('one frame in ten', loss, (i) => (i % 10 === 0 ? 'forged' : 'real'));
  await forged('a single frame', loss, (i) => (i === 0 ? 'forged' : 'real'));
  await forged('every second block, proofs withheld', loss, (i) =>
    i % 50 < 25 ? 'forged' : i % 50 < 34 ? 'dropped' : 'real',
  );
}
