import * as sealing from '@stoa/client/direct';
import { fromBase64Url, toBase64Url } from '@stoa/protocol';
import { type AccountId, accountId, accounts, messages } from '@stoa/protocol/social';
import { expect, test, vi } from 'vitest';
import { type Call, CallRefused } from '../api/call.ts';
import { createMail, type MailPorts } from './mail.ts';
import type { MailShelf } from './mail-shelf.ts';
import { encodeText } from './mail-words.ts';
import { memoryMailShelf } from './memory-mail-shelf.ts';
import { knownOwn } from './my-devices.ts';
import type { OwnDevice } from './own-device.ts';

const { subtle } = globalThis.crypto;
const idOf = (letter: string) => `${letter.repeat(21)}A`;
const random = (length: number) => globalThis.crypto.getRandomValues(new Uint8Array(length));
const bytesOf = (id: string) => new Uint8Array(fromBase64Url(id)!);
type Published = { id: string; ed25519: Uint8Array; x25519: Uint8Array };
type Sent = {
  to: AccountId;
  message: { reveal(): string };
  envelopes: { device: { reveal(): string }; envelope: Uint8Array }[];
};

/** A server that keeps what it is given, and a browser for each device. */
function town() {
  const published = new Map<string, { generation: number; devices: Published[] }>();
  const waiting = new Map<string, { id: string; from: string; envelope: Uint8Array; message: string }[]>();
  const standing = new Map<string, 'asked' | 'open' | 'refused'>();
  const listeners = new Set<() => void>();
  let count = 0;
  let offline = false;
  const opaque = (text: string) => ({ reveal: () => text });
  const of = (account: string) => published.get(account) ?? { generation: 0, devices: [] };

  function callOf(account: string, device: string): Call {
    const answers: Record<string, (body: never) => unknown> = {
      [accounts.devicesOf.path]: (body: { account: AccountId }) => {
        const { generation, devices } = of(body.account.reveal());
        const own = body.account.reveal() === account && { label: 'Firefox on Linux', addedOn: '2026-01-02' };
        return { generation, devices: devices.map((one) => ({ ...one, ...own, id: opaque(one.id) })) };
      },
      [messages.send.path]: ({ to, message, envelopes }: Sent) => {
        const theirs = of(to.reveal()).devices.map(({ id }) => id);
        const mine = of(account).devices.map(({ id }) => id);
        const wanted = [...theirs, ...mine.filter((id) => id !== device)];
        if (theirs.length === 0) return { outcome: 'noDevices' };
        const given = envelopes.map((one) => one.device.reveal());
        const complete = theirs.every((id) => given.includes(id)) && given.every((id) => wanted.includes(id));
        if (!complete) return { outcome: 'changed' };
        standing.set(`${account} ${to.reveal()}`, 'open');
        const back = `${to.reveal()} ${account}`;
        if (!standing.has(back)) standing.set(back, 'asked');
        for (const one of envelopes) {
          const list = waiting.get(one.device.reveal()) ?? [];
          const id = idOf(String.fromCharCode(97 + (count++ % 26)));
          if (!list.some((there) => there.message === message.reveal()))
            list.push({ id, from: account, envelope: one.envelope, message: message.reveal() });
          waiting.set(one.device.reveal(), list);
        }
        queueMicrotask(() => {
          for (const listener of listeners) listener();
        });
        return { outcome: 'sent' };
      },
      [messages.fetch.path]: () => ({
        waiting: (waiting.get(device) ?? []).map((one) => ({ ...one, id: opaque(one.id) })),
        more: false,
      }),
      [messages.taken.path]: ({ ids }: { ids: { reveal(): string }[] }) => {
        const gone = new Set(ids.map((id) => id.reveal()));
        waiting.set(
          device,
          (waiting.get(device) ?? []).filter(({ id }) => !gone.has(id)),
        );
        return {};
      },
      [messages.people.path]: ({ accounts: asked }: { accounts: AccountId[] }) => ({
        people: asked
          .filter((one) => standing.has(`${account} ${one.reveal()}`))
          .map((one) => ({
            account: one,
            standing: standing.get(`${account} ${one.reveal()}`),
            card: { account: one, handle: 'handle', name: one.reveal().slice(0, 1) },
            generation: of(one.reveal()).generation,
          })),
      }),
      [messages.accept.path]: ({ account: other }: { account: AccountId }) =>
        standing.set(`${account} ${other.reveal()}`, 'open') && {},
    };
    return (async (endpoint: { path: string }, body: never) => {
      if (offline) throw new CallRefused('offline');
      return answers[endpoint.path]!(body);
    }) as unknown as Call;
  }

  async function browser(
    account: string,
    shelf = memoryMailShelf(),
    alone: MailPorts['alone'] = async (_name, run) => run(),
  ) {
    const keyed = await sealing.keyedDevice(await sealing.makeDeviceKeys(subtle), subtle);
    const id = toBase64Url(random(16));
    const { generation, devices } = of(account);
    const mine = { id, ed25519: keyed.signKey, x25519: keyed.sealKey };
    published.set(account, { generation: generation + 1, devices: [...devices, mine] });
    const device: OwnDevice = {
      ...{
        id: opaque(id) as never,
        account: accountId(account),
        ed25519: keyed.signKey,
        x25519: keyed.sealKey,
      },
      sign: (bytes) => keyed.signer.sign(bytes),
      sealing: { ...keyed, id: bytesOf(id), account: bytesOf(account) },
    };
    const tab = () => {
      const mail = createMail({
        ...{ call: callOf(account, id), shelf, random, now: () => Date.now(), load: async () => sealing },
        devices: { start: () => {}, own: async () => device, forget: async () => {} },
        live: {
          onMessage: (listener) => {
            const nudge = () => listener({ t: 'messages' });
            listeners.add(nudge);
            return () => void listeners.delete(nudge);
          },
        },
        alone,
        tabs: { tell: () => {}, listen: () => {} },
        after: () => {},
      });
      mail.start(accountId(account));
      return mail;
    };
    return { mail: tab(), tab, device, shelf };
  }
  return {
    browser,
    published,
    waiting,
    setOffline: (now: boolean) => {
      offline = now;
    },
    nudge: () => {
      for (const listener of listeners) listener();
    },
  };
}

const [ada, bo, eve] = [idOf('a'), idOf('b'), idOf('e')] as const;
type Mail = ReturnType<typeof createMail>;
const texts = async (mail: Mail, other: string) =>
  (await mail.messages(other)).map(({ text, mine, state }) => `${mine ? '>' : '<'} ${text} (${state})`);
const shows = (mail: Mail, other: string, lines: readonly string[]) =>
  vi.waitFor(async () => expect(await texts(mail, other)).toEqual(lines));

/** Its first look at the devices of its own account is over: `count` others are known. */
const settled = ({ shelf, device }: { shelf: MailShelf; device: OwnDevice }, count: number) =>
  vi.waitFor(async () => {
    const known = await knownOwn(shelf, device.account.reveal());
    expect(known).toHaveLength(count);
  });

/** The person says that every new device is their own. */
async function confirmAll(mail: Mail, count: number): Promise<void> {
  await vi.waitFor(() => expect(mail.view.newDevices).toHaveLength(count));
  for (const device of mail.view.newDevices) await mail.confirm(device);
  expect(mail.view.newDevices).toEqual([]);
}

test('two people write to each other; a copy comes to the other device of the writer; the server keeps nothing', async () => {
  const { browser, waiting, nudge } = town();
  const a = await browser(ada);
  await settled(a, 0);
  const [phone, b] = [await browser(ada), await browser(bo)];
  nudge();
  await confirmAll(a.mail, 1);
  await a.mail.send(bo, 'hello');
  await shows(b.mail, ada, ['< hello (received)']);
  await shows(a.mail, bo, ['> hello (sent)']);
  await shows(phone.mail, bo, ['> hello (sent)']);
  await vi.waitFor(() => expect(b.mail.view).toMatchObject({ requests: 1, unread: 0 }));
  await b.mail.send(ada, 'hello you');
  await shows(phone.mail, bo, ['> hello (sent)', '< hello you (received)']);
  await vi.waitFor(() => expect(a.mail.view).toMatchObject({ unread: 1, requests: 0 }));
  await a.mail.read(bo);
  expect(a.mail.view.unread).toBe(0);
  await vi.waitFor(() => expect([...waiting.values()].flat()).toEqual([]));
});

test('D7 when the keys of the other change, nothing is sent before somebody has looked', async () => {
  const { browser } = town();
  const [a, b] = [await browser(ada), await browser(bo)];
  await a.mail.send(bo, 'one');
  await shows(b.mail, ada, ['< one (received)']);
  const tablet = await browser(bo);
  await a.mail.send(bo, 'two');
  await shows(a.mail, bo, ['> one (sent)', '> two (held)']);
  expect(a.mail.of(bo)?.changed?.devices).toHaveLength(2);
  expect(await texts(tablet.mail, ada)).toEqual([]);
  await a.mail.trust(bo);
  await shows(a.mail, bo, ['> one (sent)', '> two (sent)']);
  await shows(tablet.mail, ada, ['< two (received)']);
  await shows(b.mail, ada, ['< one (received)', '< two (received)']);
});

test('D7 one is told before writing, when the app says that there are newer keys', async () => {
  const { browser, nudge } = town();
  const [a, b] = [await browser(ada), await browser(bo)];
  await a.mail.send(bo, 'one');
  await shows(b.mail, ada, ['< one (received)']);
  await vi.waitFor(() => expect(a.mail.of(bo)?.known).toBeDefined());
  await browser(bo);
  nudge();
  await vi.waitFor(() => expect(a.mail.of(bo)?.changed).toBeDefined());
});

test('what could not be sent waits, and goes once when the server is there again', async () => {
  const { browser, setOffline, nudge } = town();
  const [a, b] = [await browser(ada), await browser(bo)];
  await vi.waitFor(() => expect(a.mail.view.is).toBe('ready'));
  setOffline(true);
  await a.mail.send(bo, 'one');
  await a.mail.send(bo, 'two');
  await vi.waitFor(() => expect(a.mail.view.trouble).toBe('offline'));
  await shows(a.mail, bo, ['> one (waiting)', '> two (waiting)']);
  setOffline(false);
  nudge();
  await shows(a.mail, bo, ['> one (sent)', '> two (sent)']);
  await shows(b.mail, ada, ['< one (received)', '< two (received)']);
});

test('two tabs of one browser take each message once', async () => {
  const { browser } = town();
  const [a, b] = [await browser(ada), await browser(bo)];
  const second = b.tab();
  await a.mail.send(bo, 'one');
  await a.mail.send(bo, 'two');
  for (const mail of [b.mail, second]) await shows(mail, ada, ['< one (received)', '< two (received)']);
  await vi.waitFor(() => expect(b.mail.of(ada)?.unread).toBe(2));
});

test('D3 what somebody else has sealed in the name of a contact is not shown', async () => {
  const { browser, waiting, nudge } = town();
  const [a, b, e] = [await browser(ada), await browser(bo), await browser(eve)];
  const forger = { ...e.device.sealing, account: bytesOf(ada) };
  const target = { ...b.device.sealing };
  const message = { id: random(16), time: Date.now(), body: encodeText('send me your savings') };
  const [sealed] = await sealing.sealDirect(forger, bytesOf(bo), [target], message);
  waiting.set(b.device.id.reveal(), [
    { id: idOf('z'), from: ada, envelope: sealed!.envelope, message: idOf('m') },
  ]);
  nudge();
  await vi.waitFor(() => expect([...waiting.values()].flat()).toEqual([]));
  expect(b.mail.view.conversations).toEqual([]);
  await a.mail.send(bo, 'it is me');
  await shows(b.mail, ada, ['< it is me (received)']);
});

test('both see one code, and another one after a device came', async () => {
  const { browser } = town();
  const [a, b] = [await browser(ada), await browser(bo)];
  const code = await a.mail.code(bo);
  expect(await b.mail.code(ada)).toBe(code);
  await browser(bo);
  expect(await a.mail.code(bo)).not.toBe(code);
});

test('D9 what the other wrote is proven by a report, and nothing of one’s own is in it', async () => {
  const { browser } = town();
  const [a, b] = [await browser(ada), await browser(bo)];
  await a.mail.send(bo, 'something bad');
  await shows(b.mail, ada, ['< something bad (received)']);
  await b.mail.send(ada, 'stop it');
  await shows(a.mail, bo, ['> something bad (sent)', '< stop it (received)']);
  const verifier = new sealing.Verifier(subtle);
  const checked = await sealing.checkDirectEvidence(await b.mail.evidence(ada), verifier);
  expect(checked?.messages.map(({ body }) => new TextDecoder().decode(body.slice(1)))).toEqual([
    'something bad',
  ]);
  expect(checked?.fromAccount).toEqual(bytesOf(ada));
});

test('D3 a message that a device signed which nobody has looked at says so, also when that device is gone again', async () => {
  const { browser, published, waiting, nudge } = town();
  const [a, b] = [await browser(ada), await browser(bo)];
  await a.mail.send(bo, 'one');
  await shows(b.mail, ada, ['< one (received)']);
  await b.mail.send(ada, 'two');
  await shows(b.mail, ada, ['< one (received)', '> two (sent)']);
  const honest = published.get(ada)!;
  const { device: added } = await browser(ada);
  published.set(ada, { ...published.get(ada)!, generation: honest.generation });
  const message = { id: random(16), time: Date.now(), body: encodeText('send me your savings') };
  const [sealed] = await sealing.sealDirect(added.sealing, bytesOf(bo), [b.device.sealing], message);
  const envelope = { id: idOf('z'), from: ada, envelope: sealed!.envelope, message: idOf('m') };
  waiting.set(b.device.id.reveal(), [envelope]);
  nudge();
  await vi.waitFor(async () => expect(await texts(b.mail, ada)).toHaveLength(3));
  await vi.waitFor(() => expect(b.mail.of(ada)?.changed).toBeDefined());
  published.set(ada, { ...honest, generation: honest.generation + 2 });
  nudge();
  await b.mail.send(ada, 'three');
  await vi.waitFor(async () => expect((await texts(b.mail, ada)).at(-1)).toBe('> three (held)'));
  expect(b.mail.of(ada)?.changed?.devices).toHaveLength(1);
});

test('D7 somebody whose devices had all gone has new ones: that is seen before the next message', async () => {
  const { browser, published, nudge } = town();
  const [a, b] = [await browser(ada), await browser(bo)];
  await a.mail.send(bo, 'one');
  await shows(b.mail, ada, ['< one (received)']);
  published.set(bo, { generation: 2, devices: [] });
  nudge();
  await vi.waitFor(() => expect(a.mail.of(bo)?.changed?.devices).toEqual([]));
  await a.mail.trust(bo);
  await browser(bo);
  nudge();
  await vi.waitFor(() => expect(a.mail.of(bo)?.changed?.devices).toHaveLength(1));
});

test('D8 the code is of the keys that messages are sealed to, whatever the server says when somebody compares', async () => {
  const { browser, published } = town();
  const [a, b] = [await browser(ada), await browser(bo)];
  const honest = published.get(bo)!;
  await browser(bo);
  await a.mail.send(bo, 'one');
  await shows(a.mail, bo, ['> one (sent)']);
  published.set(bo, honest);
  expect(await a.mail.code(bo)).not.toBe(await b.mail.code(ada));
});

test('whoever signs out while messages come in leaves none of them behind', async () => {
  let last: Promise<void> = Promise.resolve();
  const alone: MailPorts['alone'] = (_name, run) => {
    last = last.catch(() => undefined).then(run);
    return last;
  };
  const shelf = memoryMailShelf();
  let coming = () => {};
  const opened = new Promise<void>((resolve) => {
    coming = resolve;
  });
  let isComing = false;
  const slow = {
    ...shelf,
    change: async (...[of, how, all, step]: Parameters<typeof shelf.change>) => {
      isComing = true;
      await opened;
      await shelf.change(of, how, all, step);
    },
  };
  const { browser } = town();
  const [a, b] = [await browser(ada), await browser(bo, slow, alone)];
  await a.mail.send(bo, 'one');
  await vi.waitFor(() => expect(isComing).toBe(true));
  const out = b.mail.forget(accountId(bo));
  coming();
  await out;
  await vi.waitFor(async () => expect(await shelf.messages(bo, ada)).toEqual([]));
  expect(await shelf.conversations(bo)).toEqual([]);
});

test('somebody who publishes a key that nothing can be sealed to stops no message to anybody else', async () => {
  const { browser, published } = town();
  const [a, , e] = [await browser(ada), await browser(bo), await browser(eve)];
  const { generation, devices } = published.get(bo)!;
  published.set(bo, { generation, devices: devices.map((one) => ({ ...one, x25519: new Uint8Array(32) })) });
  await a.mail.send(bo, 'one');
  await a.mail.send(eve, 'two');
  await shows(a.mail, bo, ['> one (failed)']);
  await shows(e.mail, ada, ['< two (received)']);
  expect(a.mail.view.trouble).toBeUndefined();
});

test('D7 D8 who has compared a code goes on with the keys of that code, not with some that came meanwhile', async () => {
  const { browser, nudge } = town();
  const [a, b] = [await browser(ada), await browser(bo)];
  await a.mail.send(bo, 'one');
  await shows(b.mail, ada, ['< one (received)']);
  await browser(bo);
  nudge();
  await vi.waitFor(() => expect(a.mail.of(bo)?.changed?.devices).toHaveLength(2));
  await a.mail.code(bo);
  await browser(bo);
  nudge();
  await vi.waitFor(() => expect(a.mail.of(bo)?.changed?.devices).toHaveLength(3));
  await a.mail.trust(bo);
  expect(a.mail.of(bo)?.known?.devices).toHaveLength(2);
  expect(a.mail.of(bo)?.changed?.devices).toHaveLength(3);
  await a.mail.trust(bo);
  expect(a.mail.of(bo)).toMatchObject({ changed: undefined, known: { devices: { length: 3 } } });
});

test('D10 a device that the server adds to one’s own account gets nothing before it is confirmed, and nobody waits for that', async () => {
  const { browser, waiting, nudge } = town();
  const [a, b] = [await browser(ada), await browser(bo)];
  await settled(a, 0);
  const rogue = await browser(ada);
  await a.mail.send(bo, 'one');
  await shows(a.mail, bo, ['> one (sent)']);
  await shows(b.mail, ada, ['< one (received)']);
  await vi.waitFor(() => expect(a.mail.view.newDevices).toHaveLength(1));
  expect(a.mail.view.newDevices[0]).toMatchObject({ label: 'Firefox on Linux', addedOn: '2026-01-02' });
  await vi.waitFor(() => expect(rogue.mail.view.is).toBe('ready'));
  expect(await texts(rogue.mail, bo)).toEqual([]);
  expect(waiting.get(rogue.device.id.reveal()) ?? []).toEqual([]);
  await a.mail.confirm(a.mail.view.newDevices[0]!);
  await a.mail.send(bo, 'two');
  await shows(rogue.mail, bo, ['> two (sent)']);
  nudge();
  expect(a.mail.view.newDevices).toEqual([]);
});

test('D10 what is confirmed is the device that was shown: another one with its id is asked about again', async () => {
  const { browser, published, nudge } = town();
  const a = await browser(ada);
  await settled(a, 0);
  const phone = await browser(ada);
  nudge();
  await vi.waitFor(() => expect(a.mail.view.newDevices).toHaveLength(1));
  const [shown] = a.mail.view.newDevices;
  const { generation, devices } = published.get(ada)!;
  const forged = { id: phone.device.id.reveal(), ed25519: random(32), x25519: random(32) };
  published.set(ada, { generation: generation + 1, devices: [devices[0]!, forged] });
  nudge();
  await vi.waitFor(() => expect(a.mail.view.newDevices[0]?.ed25519).toEqual(forged.ed25519));
  await a.mail.confirm(shown!);
  await vi.waitFor(() => expect(a.mail.view.newDevices[0]?.ed25519).toEqual(forged.ed25519));
  await settled(a, 0);
});

test('D10 a device that was taken away is asked about again when it comes back', async () => {
  const { browser, published, nudge } = town();
  const a = await browser(ada);
  await settled(a, 0);
  await browser(ada);
  nudge();
  await confirmAll(a.mail, 1);
  const { generation, devices } = published.get(ada)!;
  published.set(ada, { generation: generation + 1, devices: devices.slice(0, 1) });
  nudge();
  await settled(a, 0);
  published.set(ada, { generation: generation + 2, devices });
  nudge();
  await vi.waitFor(() => expect(a.mail.view.newDevices).toHaveLength(1));
});

test('D11 what an unconfirmed device of one’s own account wrote is not shown as one’s own until it is confirmed', async () => {
  const { browser } = town();
  const [a, b] = [await browser(ada), await browser(bo)];
  await settled(a, 0);
  const phone = await browser(ada);
  await settled(phone, 1);
  await phone.mail.send(bo, 'from the garden');
  await shows(b.mail, ada, ['< from the garden (received)']);
  await shows(a.mail, bo, ['> from the garden (unproven)']);
  expect(a.mail.of(bo)?.last?.unproven).toBe(true);
  await confirmAll(a.mail, 1);
  await shows(a.mail, bo, ['> from the garden (sent)']);
  await vi.waitFor(() => expect(a.mail.of(bo)?.last?.unproven).toBeUndefined());
  await phone.mail.send(bo, 'and again');
  await shows(a.mail, bo, ['> from the garden (sent)', '> and again (sent)']);
});

test('D8 the code is of those of one’s own devices that were confirmed, and of this one’s true keys', async () => {
  const { browser, published } = town();
  const [a, b] = [await browser(ada), await browser(bo)];
  await settled(a, 0);
  const code = await a.mail.code(bo);
  await browser(ada);
  expect(await a.mail.code(bo)).toBe(code);
  await confirmAll(a.mail, 1);
  const both = await a.mail.code(bo);
  expect(both).not.toBe(code);
  expect(await b.mail.code(ada)).toBe(both);
  // What the server lists in the place of this device is no key of it.
  const { generation, devices } = published.get(ada)!;
  const forged = { ...devices[0]!, x25519: random(32) };
  published.set(ada, { generation, devices: [forged, ...devices.slice(1)] });
  expect(await a.mail.code(bo)).toBe(both);
});

test('D12 what arrives is cleaned as other texts are: nothing turns round or hides in it', async () => {
  const { browser, waiting, nudge } = town();
  const [a, b] = [await browser(ada), await browser(bo)];
  const put = async (...all: string[]) => {
    const list = [];
    for (const [at, text] of all.entries()) {
      const message = { id: random(16), time: Date.now(), body: encodeText(text) };
      const [sealed] = await sealing.sealDirect(a.device.sealing, bytesOf(bo), [b.device.sealing], message);
      const id = idOf(String.fromCharCode(110 + at));
      list.push({ id, from: ada, envelope: sealed!.envelope, message: id });
    }
    waiting.set(b.device.id.reveal(), list);
    nudge();
  };
  await put('\u202etxt.exe\u200b\n\n\n\n  second  line\u0007', '\u200b\u202e');
  await shows(b.mail, ada, ['< txt.exe\n\nsecond line (received)']);
  await b.mail.send(ada, ' \u202eyes ');
  await vi.waitFor(async () => expect((await texts(b.mail, ada)).at(-1)).toBe('> yes (sent)'));
});
