import {
  type AccountId,
  accountId,
  messages as calls,
  type MessageStanding,
  messageLimits,
  type PersonCard,
} from '@stoa/protocol/social';
import { type Call, CallRefused } from '../api/call.ts';
import type { LiveLine } from '../api/live-line.ts';
import { arrive } from './arrive.ts';
import {
  type Conversation,
  emptyConversation,
  isRequest,
  type KnownDevice,
  type KnownDevices,
  type Message,
  sameDevices,
} from './conversation.ts';
import { deliver } from './deliver.ts';
import { bytesOf } from './id-bytes.ts';
import { keysAfter } from './keys-after.ts';
import type { MailShelf } from './mail-shelf.ts';
import { cleanWords } from './mail-words.ts';
import { confirmOwn, knownOwn, lookAtOwn } from './my-devices.ts';
import { type DeviceTrouble, NoDevice } from './no-device.ts';
import type { Devices } from './own-device.ts';
import { devicesOf, loadSealing, publicDevice, type Sealing, textId } from './sealing.ts';

/** Everything that is written between two people, as this device has it. */
export type MailView = {
  readonly is: 'starting' | 'ready';
  /** Why this browser gets no messages. */
  readonly trouble: DeviceTrouble | undefined;
  /** With something in them, the newest first. */
  readonly conversations: readonly Conversation[];
  readonly unread: number;
  readonly requests: number;
  /** Of one's own account, and confirmed by nobody on this device. */
  readonly newDevices: readonly KnownDevice[];
};

export type Mail = {
  readonly view: MailView;
  subscribe(onChange: () => void): () => void;
  start(me: AccountId): void;
  /** Oldest first. */
  messages(other: string): Promise<readonly Message[]>;
  of(other: string): Conversation | undefined;
  /** Somebody to write to. */
  begin(person: PersonCard): Promise<void>;
  /** Rejects only when this browser cannot keep it; whether it is sent stands in the message. */
  send(other: string, text: string): Promise<void>;
  /** Once more what was refused. */
  retry(message: Message): Promise<void>;
  read(other: string): Promise<void>;
  /** The person has seen that the keys of the other are other ones. */
  trust(other: string): Promise<void>;
  /** A new device of one's own account is the person's own: messages are sealed to it from now on. */
  confirm(device: KnownDevice): Promise<void>;
  /** Asks the server again. */
  look(): void;
  /** The code that both compare. Rejects with `NoDevice` or `CallRefused`. */
  code(other: string): Promise<string>;
  /** What the other wrote, with the signatures that prove it to the safety team. */
  evidence(other: string): Promise<Uint8Array>;
  answer(other: string, how: 'accept' | 'refuse'): Promise<void>;
  /** From this device. */
  remove(other: string): Promise<void>;
  /** At sign-out. */
  forget(account: AccountId): Promise<void>;
};

export type MailPorts = {
  readonly call: Call;
  readonly devices: Devices;
  readonly live: Pick<LiveLine, 'onMessage'>;
  readonly shelf: MailShelf;
  /** Unix ms. */
  readonly now: () => number;
  readonly random: (bytes: number) => Uint8Array<ArrayBuffer>;
  /** Runs it while no other tab runs one of this name. */
  readonly alone: (name: string, run: () => Promise<void>) => Promise<void>;
  /** Tells the other tabs of this browser, and hears them. */
  readonly tabs: { tell(): void; listen(onChange: () => void): void };
  readonly after: (ms: number, run: () => void) => void;
  readonly load?: () => Promise<Sealing>;
};

const signOutMs = 2_000;
const nothing: MailView = {
  ...{ is: 'starting', trouble: undefined, conversations: [], unread: 0, requests: 0, newDevices: [] },
};

export function createMail(ports: MailPorts): Mail {
  const { call, devices, live, shelf, now, random, alone, tabs, after, load = loadSealing } = ports;
  const watchers = new Set<() => void>();
  /** Changed keys of which a code was shown: what the person then agrees to. */
  const compared = new Map<string, KnownDevices>();
  let view = nothing;
  let all: readonly Conversation[] = [];
  let me: AccountId | undefined;
  let syncing: Promise<void> | undefined;
  let again = false;

  const show = (next: MailView) => {
    view = next;
    for (const watcher of [...watchers]) watcher();
  };
  const mine = () => {
    if (!me) throw new Error('Nobody is signed in.');
    return { id: me, name: me.reveal() };
  };
  /** Reads what is stored now, and shows it. */
  async function reload(trouble = view.trouble): Promise<void> {
    if (!me) return;
    const name = me.reveal();
    const rows = await shelf.conversations(name).catch(() => []);
    all = rows.filter(({ other }) => other !== name);
    const shown = all
      .filter(({ last, standing }) => last && standing !== 'refused')
      .sort((a, b) => (b.last?.at ?? 0) - (a.last?.at ?? 0));
    show({
      is: 'ready',
      trouble,
      conversations: shown,
      unread: shown.reduce((sum, one) => sum + (isRequest(one) ? 0 : one.unread), 0),
      requests: shown.filter(isRequest).length,
      newDevices: rows.find(({ other }) => other === name)?.changed?.devices ?? [],
    });
  }
  const changed = async () => {
    tabs.tell();
    await reload();
  };
  const edit = async (
    other: string,
    step: (now: Conversation) => Conversation | undefined,
    account = mine().name,
  ) => {
    await shelf.change({ account, other }, 'written', [], (there) => {
      const before = there ?? emptyConversation(account, other);
      return step(before);
    });
  };

  /** One after the other, in one tab at a time: fetches, looks people up, sends what waits. */
  function sync(): Promise<void> {
    if (!me) return Promise.resolve();
    if (syncing !== undefined) {
      again = true;
      return syncing;
    }
    syncing = (async () => {
      do {
        again = false;
        await once();
      } while (again && me);
    })().finally(() => {
      syncing = undefined;
    });
    return syncing;
  }

  async function once(): Promise<void> {
    const account = mine().id;
    let trouble: DeviceTrouble | undefined;
    try {
      const device = await devices.own(account);
      const sealing = await load();
      await alone(`stoa-mail ${account.reveal()}`, async () => {
        const work = { call, shelf, sealing, device, now };
        // Before anything arrives somebody has to be known; afterwards, so that a device that has gone may have written before.
        if (!(await knownOwn(shelf, account.reveal()))) await lookAtOwn(work);
        await arrive(work);
        await lookAtOwn(work);
        await provenByOwn(account.reveal());
        await lookUp(account);
        const retryInMs = await deliver(work);
        if (retryInMs !== undefined) after(retryInMs, () => void sync());
      });
    } catch (error) {
      trouble = error instanceof NoDevice ? error.why : error instanceof CallRefused ? error.why : 'unkept';
    }
    if (me?.equals(account)) {
      tabs.tell();
      await reload(trouble);
    }
  }

  const provenByOwn = async (account: string) =>
    shelf.prove(
      account,
      ((await knownOwn(shelf, account)) ?? []).map(({ ed25519 }) => ed25519),
    );

  /** What the app says of them today; their keys, when those have changed. */
  async function lookUp(account: AccountId): Promise<void> {
    const stored = (await shelf.conversations(account.reveal()))
      .filter(({ other }) => other !== account.reveal())
      .sort((a, b) => (b.last?.at ?? 0) - (a.last?.at ?? 0))
      .slice(0, messageLimits.peopleAtOnce);
    if (stored.length === 0) return;
    const accounts = stored.map(({ other }) => accountId(other));
    const { people } = await call(calls.people, { accounts });
    for (const one of stored) {
      const told = people.find(({ account: id }) => id.reveal() === one.other);
      if (told?.standing === 'refused' && !one.last?.mine) {
        await shelf.remove(one.account, one.other);
        continue;
      }
      const newer =
        told?.generation !== undefined && one.known && told.generation > latest(one)
          ? await devicesOf(call, accountId(one.other)).catch(() => undefined)
          : undefined;
      const step = (before: Conversation): Conversation => ({
        ...before,
        ...(told?.card ? { person: personOf(told.card) } : {}),
        // Whom one has never written with is only not known to the server yet.
        gone: told ? told.card === undefined : one.last !== undefined,
        standing: told?.standing ?? 'none',
        ...(newer && keysAfter(before, newer)),
      });
      await edit(one.other, step, one.account);
    }
  }

  return {
    get view() {
      return view;
    },
    subscribe(onChange) {
      watchers.add(onChange);
      return () => void watchers.delete(onChange);
    },
    start(account) {
      if (me?.equals(account)) return;
      const first = me === undefined;
      me = account;
      view = nothing;
      if (first) {
        tabs.listen(() => void reload());
        live.onMessage(({ t }) => {
          if (t === 'messages' || t === 'hello' || t === 'meChanged') void sync();
        });
      }
      void reload(undefined).then(sync);
    },
    messages: (other) => shelf.messages(mine().name, other),
    of: (other) => all.find((one) => one.other === other),
    async begin(person) {
      await edit(person.account.reveal(), (before) => ({ ...before, person: personOf(person) }));
      await reload();
    },
    async send(other, words) {
      const account = mine().name;
      const text = cleanWords(words);
      if (text === undefined) return;
      const at = Math.max(now(), (all.find((one) => one.other === other)?.last?.at ?? 0) + 1);
      const written: Message = {
        ...{ account, other, text, at, time: at, mine: true, state: 'waiting' },
        message: textId(random(16)),
      };
      await shelf.change({ account, other }, 'written', [written], (there) => ({
        ...(there ?? emptyConversation(account, other)),
        last: { text, at, mine: true },
      }));
      await changed();
      void sync();
    },
    async retry(message) {
      const waits = { ...message, state: 'waiting' as const, why: undefined };
      await shelf.change(message, 'written', [waits], () => undefined);
      await changed();
      void sync();
    },
    async read(other) {
      if (!all.some((one) => one.other === other && one.unread > 0)) return;
      await edit(other, (before) => ({ ...before, unread: 0 }));
      await changed();
    },
    async trust(other) {
      const seen = compared.get(other);
      compared.delete(other);
      await edit(other, ({ changed: now, ...before }) => {
        const isOther = now && seen && !sameDevices(now.devices, seen.devices);
        return {
          ...before,
          known: isOther ? seen : (now ?? before.known),
          changed: isOther ? now : undefined,
        };
      });
      await shelf.release(mine().name, other);
      await changed();
      void sync();
    },
    async confirm(device) {
      const account = mine().name;
      await confirmOwn(shelf, account, device);
      await provenByOwn(account);
      await changed();
      void sync();
    },
    look: () => void sync(),
    async code(other) {
      const account = mine().id;
      const device = await devices.own(account);
      const { accountCode } = await load();
      // Those that messages are sealed to, not those that a server shows to whoever compares.
      const there = (await shelf.conversations(account.reveal())).find((one) => one.other === other);
      const kept = there?.changed ?? there?.known;
      if (there?.changed) compared.set(other, there.changed);
      const id = accountId(other);
      const [own, theirs] = await Promise.all([
        lookAtOwn({ call, shelf, device }),
        kept ?? devicesOf(call, id),
      ]);
      await changed();
      return accountCode(
        {
          account: bytesOf(account),
          devices: [device.sealing, ...own.map((one) => publicDevice(account, one))],
        },
        { account: bytesOf(id), devices: theirs.devices.map((one) => publicDevice(id, one)) },
      );
    },
    async evidence(other) {
      const { encodeDirectEvidence } = await load();
      const messages = (await shelf.messages(mine().name, other)).flatMap(({ message, mine: own, proof }) =>
        proof && !own ? [{ id: bytesOf({ reveal: () => message }), ...proof }] : [],
      );
      if (messages.length === 0) throw new Error('There is nothing that the other wrote.');
      return encodeDirectEvidence({
        ...{ fromAccount: bytesOf(accountId(other)), toAccount: bytesOf(mine().id), messages },
      });
    },
    async answer(other, how) {
      await call(calls[how], { account: accountId(other) });
      if (how === 'refuse') await shelf.remove(mine().name, other);
      else await edit(other, (before) => ({ ...before, standing: 'open' as MessageStanding }));
      await changed();
    },
    async remove(other) {
      await shelf.remove(mine().name, other);
      await changed();
    },
    async forget(account) {
      me = undefined;
      all = [];
      compared.clear();
      show(nothing);
      const name = account.reveal();
      const erase = () => shelf.forget(name).catch(() => undefined);
      await erase();
      // Once more when no tab is in the midst of storing what came; nobody waits long for that to sign out.
      const patience = new Promise<void>((resolve) => after(signOutMs, resolve));
      await Promise.race([alone(`stoa-mail ${name}`, erase), patience]);
    },
  };
}

const latest = ({ known, changed }: Conversation): number =>
  Math.max(known?.generation ?? 0, changed?.generation ?? 0);

const personOf = ({ handle, name, image }: PersonCard): NonNullable<Conversation['person']> => ({
  handle,
  name,
  image: image?.reveal(),
});
