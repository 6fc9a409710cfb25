import { fromBase64Url, toBase64Url } from '@stoa/protocol';
import {
  type Directory,
  type DirectoryAnswer,
  type DirectoryRefusal,
  openDirectory,
  type SignedDirectory,
} from '@stoa/protocol/fleet';
import type { PlacesPort } from './places-port.ts';
import { RoundTrips } from './round-trips.ts';

export type Believed =
  | { readonly is: 'known'; readonly directory: Directory }
  /** `forged`: what was shown is not signed by the deployment's key. */
  | { readonly is: 'none'; readonly why: 'unreachable' | 'forged' | 'outdated' };

/** One answer serves all rooms of a page for so long. */
const freshMs = 60_000;

/**
 * The places of one deployment, as far as this device believes them (Z5, Z6): signed by the key that a room's card names
 * or, where no card does, by the first key that was ever seen here; of several, the one with the highest serial.
 */
export class Places {
  readonly port: PlacesPort;
  readonly roundTrips: RoundTrips;
  /** A directory was shown whose signature is not the deployment's: it was passed over. */
  sawForged = false;
  /** The last verdict: of one answer, under one key. */
  #verdict:
    | { readonly of: DirectoryAnswer | undefined; readonly key: string; readonly made: Promise<Believed> }
    | undefined;
  #answer: { readonly at: number; readonly made: Promise<DirectoryAnswer | undefined> } | undefined;

  constructor(port: PlacesPort) {
    this.port = port;
    this.roundTrips = new RoundTrips(port);
  }

  /** Asks the deployment, at most once a minute. Never rejects. */
  answer(): Promise<DirectoryAnswer | undefined> {
    const now = this.port.unix();
    if (this.#answer && now - this.#answer.at < freshMs && now >= this.#answer.at) return this.#answer.made;
    const made = this.port.fetch().catch(() => undefined);
    const asked = { at: now, made };
    this.#answer = asked;
    void made.then((answer) => {
      // What failed is asked for again by whoever comes next.
      if (!answer && this.#answer === asked) this.#answer = undefined;
    });
    return made;
  }

  /** The deployment's key, for a room that is opened here; undefined while none was seen. */
  async key(): Promise<Uint8Array | undefined> {
    const pinned = this.#pinned()?.key;
    if (pinned) return pinned;
    const believed = await this.believed(undefined);
    return believed.is === 'known' ? this.#pinned()?.key : undefined;
  }

  /** @param cardKey the deployment's key as a room's host signed it */
  async believed(cardKey: Uint8Array | undefined): Promise<Believed> {
    const answer = await this.answer();
    const pin = this.#pinned();
    const key = cardKey ?? pin?.key ?? answer?.key;
    if (!key) return { is: 'none', why: 'unreachable' };
    const text = toBase64Url(key);
    const last = this.#verdict;
    if (answer && last?.of === answer && last.key === text) {
      const made = await last.made;
      if (made.is === 'none' || made.directory.expires > this.port.unix()) return made;
    }
    const made = this.#judge(answer, pin, key);
    this.#verdict = { of: answer, key: text, made };
    return made;
  }

  async #judge(
    answer: DirectoryAnswer | undefined,
    pin: Pinned | undefined,
    key: Uint8Array,
  ): Promise<Believed> {
    const ours = pin !== undefined && sameBytes(pin.key, key);
    const old = ours ? await this.#open(pin.directory, key) : undefined;
    const shown = answer && (await this.#open(answer.directory, key));
    if (shown && !shown.ok && (shown.why === 'unsigned' || shown.why === 'malformed')) this.sawForged = true;
    const newest = this.#newest(old, shown);
    if (newest === undefined) return { is: 'none', why: whyNone(shown) };
    if (answer && newest === shown && (pin === undefined || ours)) {
      this.port.pins.save(this.port.server, { key: toBase64Url(key), directory: answer.directory });
    }
    return { is: 'known', directory: newest.directory };
  }

  #newest(old: Opened | undefined, shown: Opened | undefined): Good | undefined {
    if (!shown?.ok) return old?.ok ? old : undefined;
    return old?.ok && old.directory.serial > shown.directory.serial ? old : shown;
  }

  #open(signed: SignedDirectory, key: Uint8Array): Promise<Opened> {
    const { verify, unix } = this.port;
    return openDirectory(signed, (signature, message) => verify(key, signature, message), unix());
  }

  #pinned(): Pinned | undefined {
    const pin = this.port.pins.load(this.port.server);
    const key = pin && fromBase64Url(pin.key);
    return pin && key?.length === 32 ? { key, directory: pin.directory } : undefined;
  }
}

type Pinned = { readonly key: Uint8Array; readonly directory: SignedDirectory };
type Opened = Awaited<ReturnType<typeof openDirectory>>;
type Good = Extract<Opened, { ok: true }>;

function whyNone(shown: Opened | undefined): 'unreachable' | 'forged' | 'outdated' {
  if (!shown || shown.ok) return 'unreachable';
  const outdated: readonly DirectoryRefusal[] = ['expired', 'older'];
  return outdated.includes(shown.why) ? 'outdated' : 'forged';
}

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);
