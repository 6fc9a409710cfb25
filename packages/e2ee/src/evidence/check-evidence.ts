import { bindingHolds } from '../admission/binding.ts';
import { FIRST_CTR, SILENCE } from '../frame/index.ts';
import { type Bytes, same } from '../keys/layout.ts';
import { Verifier } from '../keys/signature.ts';
import { isBy } from '../messages/index.ts';
import { decodeEvidence, type Evidence, type EvidenceMessage } from './evidence-format.ts';
import { openBlock, openingOf } from './open-block.ts';
import { openSignedFrame } from './open-signed-frame.ts';

/** Sound without a break in its signed blocks (of a strict room: without a missing frame). */
export type Span = {
  /** When it was heard, ms since 1970, by the reporter's word. */
  readonly from: number;
  /** Signed: how many frames of 20 ms after the speaker's first one it begins. */
  readonly tick: number;
  /** Opus, 20 ms each; undefined for one that did not come or was left out. */
  readonly frames: readonly (Bytes | undefined)[];
};

/**
 * malformed: not this format · wrongBinding: the device did not say so · forgedSound: not signed by this person in this room ·
 * wrongKey: a key that does not open what was signed · forgedMessage: as for sound · empty: nothing to look at.
 */
export type EvidenceFault =
  | 'malformed'
  | 'wrongBinding'
  | 'forgedSound'
  | 'wrongKey'
  | 'forgedMessage'
  | 'empty';

export type CheckedEvidence = {
  readonly ok: true;
  /** SHA-256 over the room's handle (`roomHash`). */
  readonly room: Bytes;
  /** The participant key that signed all of it. */
  readonly key: Bytes;
  readonly leaf: number;
  /** 16 bytes; undefined for somebody without an account: then it is shown only that *somebody* said it. */
  readonly account: Bytes | undefined;
  /** Ed25519, to be compared with what the account publishes. */
  readonly device: Bytes | undefined;
  readonly strict: boolean;
  readonly spans: readonly Span[];
  /** Frames of 20 ms between the first and the last that are not in it. */
  readonly missing: number;
  readonly messages: readonly Omit<EvidenceMessage, 'signature'>[];
};
export type EvidenceVerdict = CheckedEvidence | { readonly ok: false; readonly why: EvidenceFault };

const tickMs = 20;

/** Accepts evidence as a whole or not at all. */
export async function checkEvidence(
  bytes: Uint8Array,
  subtle: SubtleCrypto = globalThis.crypto.subtle,
): Promise<EvidenceVerdict> {
  const evidence = decodeEvidence(bytes);
  if (!evidence) return { ok: false, why: 'malformed' };
  const { room, key, leaf, binding, sound, messages } = evidence;
  const verifier = new Verifier(subtle);
  if (binding && !(await bindingHolds(binding, room, key, verifier)))
    return { ok: false, why: 'wrongBinding' };
  const opened = await openSound(evidence, verifier, subtle);
  if (typeof opened === 'string') return { ok: false, why: opened };
  for (const message of messages) {
    if (!(await isBy(room, { ...message, leaf }, key, verifier))) return { ok: false, why: 'forgedMessage' };
  }
  if (opened.length === 0 && messages.length === 0) return { ok: false, why: 'empty' };
  const spans = spansOf(opened, evidence.heardAt);
  return {
    ok: true,
    ...{ room, key, leaf },
    account: binding?.account,
    device: binding?.device,
    strict: sound.kind === 'strict',
    spans,
    missing: missingIn(spans),
    messages: messages.map(({ counter, time, body }) => ({ counter, time, body })),
  };
}

/** What stands from one CTR on, all of it proven. */
type Opened = { readonly ctr: number; readonly frames: readonly (Bytes | undefined)[] };

async function openSound(
  { room, key, sound }: Evidence,
  verifier: Verifier,
  subtle: SubtleCrypto,
): Promise<readonly Opened[] | 'forgedSound' | 'wrongKey'> {
  const opened: Opened[] = [];
  if (sound.kind === 'ordinary') {
    const keys = await Promise.all(sound.keys.map((step) => openingOf(step, subtle)));
    for (const block of sound.blocks) {
      const frames = await openBlock(block, keys, { room, author: key, verifier, subtle });
      if (typeof frames === 'string') return frames;
      opened.push({ ctr: block.first, frames: frames.map((opus) => opus && audible(opus)) });
    }
    return opened;
  }
  for (const frame of sound.frames) {
    const step = sound.salts[frame.step];
    if (!step || !(await openSignedFrame(frame, step, { room, author: key, verifier }))) return 'forgedSound';
    opened.push({ ctr: frame.ctr, frames: [audible(frame.opus)] });
  }
  return opened;
}

/** An encoder that gave nothing gave silence. */
const audible = (opus: Bytes): Bytes => (opus.length > 0 ? opus : SILENCE.slice());

function spansOf(opened: readonly Opened[], heardAt: number): readonly Span[] {
  const last = opened.at(-1);
  if (!last) return [];
  const end = last.ctr + last.frames.length;
  const spans: { from: number; tick: number; frames: (Bytes | undefined)[] }[] = [];
  for (const { ctr, frames } of opened) {
    const tick = ctr - FIRST_CTR;
    const before = spans.at(-1);
    if (before && before.tick + before.frames.length === tick) before.frames.push(...frames);
    else spans.push({ from: heardAt - (end - ctr) * tickMs, tick, frames: [...frames] });
  }
  return spans;
}

function missingIn(spans: readonly Span[]): number {
  const [first] = spans;
  const last = spans.at(-1);
  if (!first || !last) return 0;
  const all = last.tick + last.frames.length - first.tick;
  const there = spans.reduce((sum, { frames }) => sum + frames.filter((frame) => frame).length, 0);
  return all - there;
}

/** Whether a device that an account publishes is the one that the evidence names. */
export const isDevice = ({ device }: CheckedEvidence, ed25519: Uint8Array): boolean =>
  device !== undefined && same(device, ed25519);
