import { hostAt, permittedHosts, type Receipt, receipt } from '@stoa/core/fleet';
import { type Directory, type Fence, type Wish, writeFence } from '@stoa/protocol/fleet';
import { answerDestinations, originDestination, turnDestination } from './answer-destinations.ts';
import { ContactBook, type Exchange } from './contacts.ts';
import type { Believed, Places } from './places.ts';
import type { TurnServer } from './turn-server.ts';

/** Why this device goes no further. Final: nothing is tried elsewhere. */
export type FenceRefusal = 'outsideFence' | 'directoryRefused';
export type FenceVerdict = 'good' | FenceRefusal;

/** What a room shows of its fence. */
export type FenceFacts = {
  readonly room: Fence;
  readonly own: Fence;
  /** `forged`: a directory was shown that the deployment's key did not sign; it was passed over. */
  readonly directory: 'unknown' | 'checked' | 'forged';
};

export type GuardParts = {
  readonly places: Places;
  /** This person's own rule. */
  readonly own: Fence;
  /** What the room that is opened here demands; of another room its card says it. */
  readonly room: Fence;
  readonly refused: (why: FenceRefusal) => void;
  readonly changed: (facts: FenceFacts) => void;
};

/** A measurement that takes longer is not worth waiting for. */
const patienceMs = 350;

const saysAnything = ({ jurisdictions, operators }: Fence): boolean =>
  jurisdictions !== undefined || operators !== undefined;

/**
 * One room's traffic as this device permits it: nothing is sent anywhere before the signed directory and every fence have
 * been asked (Z8). What the server says is not believed here, only checked.
 */
export class FenceGuard {
  readonly #parts: GuardParts;
  readonly #book = new ContactBook();
  readonly #looks = new Set<() => Promise<void>>();
  #room: Fence;
  #deployment: Uint8Array | undefined;
  #told = '';
  #open = () => {};
  readonly #entered = new Promise<void>((resolve) => {
    this.#open = resolve;
  });
  #directory: FenceFacts['directory'] = 'unknown';
  /** The one that was believed last. */
  #known: Directory | undefined;

  constructor(parts: GuardParts) {
    this.#parts = parts;
    this.#room = parts.room;
  }

  get facts(): FenceFacts {
    return { room: this.#room, own: this.#parts.own, directory: this.#directory };
  }

  /** Those that forbid anything at all. */
  get fences(): readonly Fence[] {
    return [this.#room, this.#parts.own].filter(saysAnything);
  }

  /** For the card of a room that is opened here. */
  async deployment(): Promise<Uint8Array | undefined> {
    this.#deployment = await this.#parts.places.key();
    return this.#deployment;
  }

  get roomFence(): Fence {
    return this.#room;
  }

  /** What the card said, which its signature vouches for. */
  cardSaid(fence: Fence, deployment: Uint8Array | undefined): void {
    this.#room = fence;
    this.#deployment = deployment;
    this.#changed();
  }

  /** May this room be entered from here at all? To be asked before its signaling says anything. */
  async enter(): Promise<FenceVerdict> {
    const verdict = await this.#mayEnter();
    if (verdict === 'good') this.#open();
    return verdict;
  }

  async #mayEnter(): Promise<FenceVerdict> {
    const { places } = this.#parts;
    if (this.fences.length === 0) {
      // Nobody waits for it: it tells the nearest relay, and names places in the receipt.
      void this.#believed();
      return 'good';
    }
    const believed = await this.#believed();
    if (believed.is === 'none') return this.#refuse('directoryRefused');
    const here = hostAt(believed.directory, this.fences, originDestination(places.port.server));
    return here ? 'good' : this.#refuse('outsideFence');
  }

  /** May the answer be applied? Everything that it names has to be permitted. */
  async check(answer: string): Promise<FenceVerdict> {
    const { fences } = this;
    if (fences.length === 0) return 'good';
    const believed = await this.#believed();
    if (believed.is === 'none') return this.#refuse('directoryRefused');
    const all = answerDestinations(answer);
    // An answer without any address would leave it to whoever writes first where packets go.
    const permitted =
      all?.length && all.every((there) => hostAt(believed.directory, fences, there)?.kind === 'relay');
    return permitted ? 'good' : this.#refuse('outsideFence');
  }

  /**
   * Of these TURN servers, those that every fence permits. Waits until the room's fence is known. They are noted as contacted,
   * since whoever asks is about to.
   */
  async permitted(servers: readonly TurnServer[]): Promise<readonly TurnServer[]> {
    if (servers.length === 0) return servers;
    await this.#entered;
    const { fences } = this;
    const believed = fences.length > 0 ? await this.#believed() : undefined;
    const may = (url: string): boolean => {
      const there = turnDestination(url);
      if (!there) return false;
      if (!believed) return true;
      return believed.is === 'known' && hostAt(believed.directory, fences, there) !== undefined;
    };
    return servers.flatMap((server) => {
      const urls = server.urls.filter(may);
      for (const url of urls) this.#touch(turnDestination(url)!, 0, 0);
      return urls.length > 0 ? [{ ...server, urls }] : [];
    });
  }

  /** What control is told with an offer: this person's own rule, and how far the permitted places are. */
  async wish(): Promise<Wish | undefined> {
    const { own, places } = this.#parts;
    const near = await Promise.race([
      this.#near(),
      new Promise<Wish['near']>((resolve) => places.port.after(patienceMs, () => resolve([]))),
    ]);
    const wish: Wish = {
      ...(saysAnything(own) && { fence: writeFence(own) }),
      ...(near && near.length > 0 && { near: [...near] }),
    };
    return wish.fence === undefined && wish.near === undefined ? undefined : wish;
  }

  /** What a transport has exchanged so far. With a fence, anything outside ends the stay. */
  saw(source: string, exchanges: readonly Exchange[]): void {
    const { port } = this.#parts.places;
    this.#book.saw(source, exchanges, port.unix());
    const { fences } = this;
    const known = this.#known;
    if (fences.length === 0 || !known) return;
    if (exchanges.some((there) => !hostAt(known, fences, there))) this.#refuse('outsideFence');
  }

  /** How a transport is asked what it has exchanged, until the returned call: a receipt asks all of them first. */
  watch(look: () => Promise<void>): () => void {
    this.#looks.add(look);
    return () => this.#looks.delete(look);
  }

  /** Bytes of signaling. */
  signaled(sent: number, received: number): void {
    this.#touch(originDestination(this.#parts.places.port.server), sent, received);
  }

  /** Everything that was contacted since the room was entered, compared with the fences. */
  async receipt(): Promise<PathReceipt> {
    const { places, own } = this.#parts;
    await Promise.all([...this.#looks].map((look) => look()));
    const believed = await places.believed(this.#deployment);
    const directory = believed.is === 'known' ? believed.directory : undefined;
    const { lines, outside } = receipt(this.#book.contacts, directory, this.fences);
    return {
      v: 1,
      made: places.port.unix(),
      server: places.port.server,
      fences: { room: writeFence(this.#room), own: writeFence(own) },
      directory: directory && { serial: directory.serial, issued: directory.issued },
      lines,
      outside,
    };
  }

  async #near(): Promise<Wish['near']> {
    // What is not here yet is not waited for: no fence needs it.
    if (!this.#known) return [];
    const permitted = permittedHosts(this.#known, this.fences);
    return [
      ...(await this.#parts.places.roundTrips.measure(permitted, (address, port) =>
        this.#touch({ address, port, transport: 'udp' }, 0, 0),
      )),
    ];
  }

  async #believed(): Promise<Believed> {
    const { places } = this.#parts;
    const believed = await places.believed(this.#deployment);
    this.#directory = places.sawForged ? 'forged' : believed.is === 'known' ? 'checked' : 'unknown';
    if (believed.is === 'known') this.#known = believed.directory;
    this.#changed();
    return believed;
  }

  #touch(there: Parameters<ContactBook['touched']>[0], sent: number, received: number): void {
    this.#book.touched(there, sent, received, this.#parts.places.port.unix());
  }

  #changed(): void {
    const { facts } = this;
    const told = `${writeFence(facts.room)} ${facts.directory}`;
    if (told === this.#told) return;
    this.#told = told;
    this.#parts.changed(facts);
  }

  #refuse(why: FenceRefusal): FenceRefusal {
    this.#parts.refused(why);
    return why;
  }
}

/** What a participant can take away: every place that was contacted, and whether the fences permit it. */
export type PathReceipt = Receipt & {
  readonly v: 1;
  /** Milliseconds since 1970. */
  readonly made: number;
  readonly server: string;
  /** `readFence` texts. */
  readonly fences: { readonly room: string; readonly own: string };
  /** The signed list that places were looked up in; undefined when there was none to believe. */
  readonly directory: { readonly serial: number; readonly issued: number } | undefined;
};
