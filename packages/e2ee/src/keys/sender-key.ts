import { deriveSframeKeySalt, packKid } from '../frame/index.ts';
import { derive, hash } from './derive.ts';
import { type Bytes, concat, u32 } from './layout.ts';
import type { StepChain } from './step-chain.ts';

/** A seat on the signed stage, as far as its frames need it. */
export type Voice = { readonly sender: number; readonly leaf: number; readonly key: Bytes };

export type SenderKey = {
  readonly kid: number;
  /** HKDF(S, "sender" || leaf || H(sigKey)): says nothing of any other sender or step. */
  readonly base: Bytes;
  readonly key: Bytes;
  readonly salt: Bytes;
};

/** The base, then key and salt of RFC 9605 section 4.4.2 for this KID. */
export function senderKey(chain: StepChain, voice: Voice): SenderKey {
  const kid = packKid({ sender: voice.sender, epoch: chain.epoch & 15, step: chain.step & 15 });
  const base = derive(chain.secret, 'sender', concat(u32(voice.leaf), hash(voice.key)), 32);
  const { key, salt } = deriveSframeKeySalt(4, base, BigInt(kid));
  return { kid, base, key, salt };
}
