import type { CheckedEvidence, EvidenceFault } from '@stoa/client/evidence';
import { fromBase64Url } from '@stoa/protocol';
import type { AccountId, SealedEvidence } from '@stoa/protocol/social';
import { readText } from '../device/mail-words.ts';
import type { SafetyKey } from './safety-keys.ts';

export type Heard = {
  /** Unix ms, by the reporter's word. */
  readonly at: number;
  readonly text: string;
};

/**
 * What the safety team may believe. `proven`: this account's device signed it. `somebody`: it was signed, but not shown to
 * be this person: a guest, another account, a device that the account never published.
 */
export type Verdict =
  | { readonly is: 'noKey'; readonly number: number }
  | { readonly is: 'sealedOtherwise' }
  | { readonly is: 'refused'; readonly why: EvidenceFault }
  | {
      readonly is: 'proven' | 'somebody';
      readonly why: 'guest' | 'otherAccount' | 'unknownDevice' | undefined;
      readonly spans: CheckedEvidence['spans'];
      /** Frames that are not in it, ms of sound. */
      readonly missingMs: number;
      readonly messages: readonly Heard[];
    };

/** Opens and checks in this browser; nothing of it goes anywhere. */
export async function judge(
  { key: number, sealed }: SealedEvidence,
  keys: readonly SafetyKey[],
  about: { readonly account: AccountId; readonly devices: readonly Uint8Array[] },
): Promise<Verdict> {
  const key = keys.find((each) => each.number === number);
  if (!key) return { is: 'noKey', number };
  const evidence = await import('@stoa/client/evidence');
  const opened = await evidence.openEvidence(key.secret, sealed);
  if (!opened) return { is: 'sealedOtherwise' };
  const direct = await judgeMessages(opened, about);
  if (direct) return direct;
  const checked = await evidence.checkEvidence(opened);
  if (!checked.ok) return { is: 'refused', why: checked.why };
  const why = doubt(checked, about, evidence.isDevice);
  return {
    is: why ? 'somebody' : 'proven',
    why,
    spans: checked.spans,
    missingMs: checked.missing * 20,
    messages: checked.messages.flatMap(({ time, body }) => {
      const read = evidence.decodeBody(body)?.body;
      return read?.k === 'chat' ? [{ at: time, text: read.text }] : [];
    }),
  };
}

/** Of a direct conversation; undefined for evidence of a room. */
async function judgeMessages(
  bytes: Uint8Array,
  { account, devices }: { readonly account: AccountId; readonly devices: readonly Uint8Array[] },
): Promise<Verdict | undefined> {
  const direct = await import('@stoa/client/direct');
  if (!direct.isDirectEvidence(bytes)) return undefined;
  const verifier = new direct.Verifier(globalThis.crypto.subtle);
  const checked = await direct.checkDirectEvidence(bytes, verifier);
  if (!checked) return { is: 'refused', why: 'forgedMessage' };
  const isPublished = (key: Uint8Array) => devices.some((one) => same(one, key));
  const author = fromBase64Url(account.reveal());
  const why =
    author && !same(checked.fromAccount, author)
      ? 'otherAccount'
      : checked.messages.every(({ signKey }) => isPublished(signKey))
        ? undefined
        : 'unknownDevice';
  return {
    is: why ? 'somebody' : 'proven',
    why,
    spans: [],
    missingMs: 0,
    messages: checked.messages.flatMap(({ time, body }) => {
      const text = readText(body);
      return text === undefined ? [] : [{ at: time, text }];
    }),
  };
}

const same = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);

function doubt(
  checked: CheckedEvidence,
  { account, devices }: { readonly account: AccountId; readonly devices: readonly Uint8Array[] },
  isDevice: (checked: CheckedEvidence, key: Uint8Array) => boolean,
): 'guest' | 'otherAccount' | 'unknownDevice' | undefined {
  if (!checked.account) return 'guest';
  const wanted = fromBase64Url(account.reveal());
  if (!wanted || !checked.account.every((byte, i) => byte === wanted[i])) return 'otherAccount';
  return devices.some((key) => isDevice(checked, key)) ? undefined : 'unknownDevice';
}
