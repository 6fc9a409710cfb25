import type { ConnectionCheck } from '@stoa/client';

/** What this device says of itself, before anybody is asked. */
export type DeviceFacts = {
  readonly isSecure: boolean;
  readonly missing: readonly string[];
  readonly microphone: 'granted' | 'prompt' | 'denied' | 'none';
};

export const checkedParts = ['page', 'browser', 'microphone', 'server', 'rooms', 'sound', 'clock'] as const;
export type CheckedPart = (typeof checkedParts)[number];

/** One line of the result: how it stands, and which words say so. */
export type Verdict = {
  readonly part: CheckedPart;
  readonly state: 'good' | 'fair' | 'bad';
  readonly says: VerdictWords;
  readonly values?: Readonly<Record<string, number>>;
};
export type VerdictWords =
  | `page${'Good' | 'Bad'}`
  | `browser${'Good' | 'Bad'}`
  | `microphone${'Good' | 'Ask' | 'Denied' | 'None'}`
  | `server${'Good' | 'Bad'}`
  | `rooms${'Good' | 'Busy' | 'Bad'}`
  | `sound${'Udp' | 'Tcp' | 'Bad'}`
  | `clock${'Good' | 'Bad'}`;

/** Tokens are good for a minute; half of that is too near. */
const clockMs = 30_000;
const microphones = {
  granted: 'microphoneGood',
  prompt: 'microphoneAsk',
  denied: 'microphoneDenied',
  none: 'microphoneNone',
} as const;

/** What is wrong stands first, each kind from the device outwards. */
export const worstFirst = (verdicts: readonly Verdict[]): readonly Verdict[] =>
  (['bad', 'fair', 'good'] as const).flatMap((state) => verdicts.filter((each) => each.state === state));

/** Lines from the device outwards. Where one thing cannot work, those behind it are not judged. */
export function verdictsOf(device: DeviceFacts, network: ConnectionCheck | undefined): readonly Verdict[] {
  const { isSecure, missing, microphone } = device;
  const heard = microphone === 'granted' || microphone === 'prompt';
  const found: Verdict[] = [
    isSecure ? good('page', 'pageGood') : bad('page', 'pageBad'),
    missing.length === 0 ? good('browser', 'browserGood') : bad('browser', 'browserBad'),
    // Nobody needs one to listen.
    { part: 'microphone', state: heard ? 'good' : 'fair', says: microphones[microphone] },
  ];
  if (!network) return found;
  if (!network.server) return [...found, bad('server', 'serverBad')];
  found.push(good('server', 'serverGood'));
  if (network.signaling === 'good') {
    found.push(good('rooms', 'roomsGood'), soundOf(network));
  } else {
    const isBusy = network.signaling === 'busy';
    found.push(isBusy ? fair('rooms', 'roomsBusy') : bad('rooms', 'roomsBad'));
  }
  const { clockAheadMs } = network;
  if (clockAheadMs === undefined) return found;
  const off = Math.abs(clockAheadMs);
  const seconds = Math.round(off / 1_000);
  found.push(
    off < clockMs ? good('clock', 'clockGood') : { ...bad('clock', 'clockBad'), values: { seconds } },
  );
  return found;
}

function soundOf({ way, tookMs = 0 }: ConnectionCheck): Verdict {
  if (way === 'udp') return { ...good('sound', 'soundUdp'), values: { ms: tookMs } };
  return way === 'tcp' ? fair('sound', 'soundTcp') : bad('sound', 'soundBad');
}

const good = (part: CheckedPart, says: VerdictWords): Verdict => ({ part, state: 'good', says });
const fair = (part: CheckedPart, says: VerdictWords): Verdict => ({ part, state: 'fair', says });
const bad = (part: CheckedPart, says: VerdictWords): Verdict => ({ part, state: 'bad', says });

/** Asks the browser, and nobody for permission. */
export async function askDevice(missing: readonly string[]): Promise<DeviceFacts> {
  const isSecure = window.isSecureContext;
  return { isSecure, missing, microphone: isSecure ? await microphoneOf(navigator) : 'denied' };
}

async function microphoneOf({ mediaDevices, permissions }: Navigator): Promise<DeviceFacts['microphone']> {
  const devices = await mediaDevices?.enumerateDevices().catch(() => []);
  if (!devices?.some(({ kind }) => kind === 'audioinput')) return 'none';
  // Not every browser knows this name; then it asks when the time comes.
  const asked = await permissions?.query({ name: 'microphone' as PermissionName }).catch(() => undefined);
  return asked?.state ?? 'prompt';
}
