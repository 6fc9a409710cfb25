import { accountBindingStatement } from '../src/admission/binding.ts';
import { makeEvidence, VoiceRecorder } from '../src/evidence/index.ts';
import { createFrameOpener, createFrameSealer, type Level } from '../src/frame/index.ts';
import type { Bytes } from '../src/keys/layout.ts';
import { device, fill, room as roomBytes } from './makers.ts';
import { MiniRoom, type Person } from './mini-room.ts';

export const { subtle } = globalThis.crypto;
export const account = fill(16, 40);

/** A real room in virtual time: Ada and Ben on stage, Cleo hears both and keeps what she heard. */
export class HeardRoom {
  readonly room: MiniRoom;
  readonly recorder = new VoiceRecorder();
  ada!: Person;
  ben!: Person;
  cleo!: Person;
  phone!: Awaited<ReturnType<typeof device>>['signer'];
  #speakers = new Map<Person, ReturnType<typeof createFrameSealer>>();
  #opener!: ReturnType<typeof createFrameOpener>;
  /** Payloads as they went over the wire, by speaker. */
  readonly wire = new Map<Person, Bytes[]>();

  constructor(seed = 'heard') {
    this.room = new MiniRoom(seed);
  }

  static async open(strict = false, seed?: string): Promise<HeardRoom> {
    const it = new HeardRoom(seed);
    it.phone = (await device('phone')).signer;
    it.room.bind = async (name, key) => {
      if (name !== 'Ada') return undefined;
      const signature = await it.phone.sign(accountBindingStatement(roomBytes, key, account));
      return { account, device: it.phone.publicKey, signature };
    };
    it.ada = await it.room.open('Ada', 'open', 'A room', strict);
    it.ben = await it.room.join('Ben');
    it.cleo = await it.room.join('Cleo');
    await it.room.bringOnStage(it.ada, it.ben);
    await it.room.pass(3_000);
    it.#opener = createFrameOpener(it.cleo.session.frames, {
      subtle,
      now: () => it.room.now,
      delay: async () => {},
      keeper: it.recorder,
    });
    return it;
  }

  /** Half a second of it at a time; `lost` says which frames do not arrive. Frame i is `sayings(i)`. */
  async speak(
    who: readonly Person[],
    blocks: number,
    saying: (i: number, who: Person) => Bytes,
    lost: (i: number) => boolean = () => false,
  ): Promise<void> {
    let i = 0;
    for (let block = 0; block < blocks; block++) {
      for (let frame = 0; frame < 25; frame++, i++) {
        for (const person of who) {
          let sealer = this.#speakers.get(person);
          sealer ??= createFrameSealer(person.session.frames, { subtle });
          this.#speakers.set(person, sealer);
          const payload = await sealer.seal(saying(i, person), 3 as Level);
          if (!payload) throw new Error('nothing was sealed');
          this.wire.set(person, [...(this.wire.get(person) ?? []), payload]);
          if (!lost(i)) await this.#opener.open(payload);
        }
      }
      await this.room.pass(500);
    }
  }

  /** What Cleo can show of somebody. */
  async evidence(of: Person): Promise<Bytes> {
    const made = await this.makes(of);
    if (!made) throw new Error('nothing was kept');
    return made;
  }

  /** The same; undefined when that is nothing. */
  async makes(of: Person): Promise<Bytes | undefined> {
    const about = this.cleo.session.about(of.leaf!);
    if (!about) throw new Error('nobody vouches for that leaf');
    const kept = this.recorder.about(of.leaf!, this.room.now);
    return makeEvidence(about, kept, (at) => at, subtle);
  }
}
