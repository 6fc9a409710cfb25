import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { authenticate, type Door } from './authenticate.ts';
import { longTermKey, turnCredential } from './credentials.ts';
import { sealed } from './integrity.ts';
import { Nonces } from './nonces.ts';
import { ByteRate, Quota, turnLimits } from './quota.ts';
import { newTurnSession, step, targetOf, wayTo } from './session.ts';
import { type TurnEffect, type TurnRules, turnTimes } from './session-state.ts';
import { readStun, type StunDraft, type StunMessage, writeStun } from './stun-message.ts';
import { attribute, messageClass, method } from './stun-words.ts';
import { type TurnTarget, TurnTargets } from './targets.ts';
import { writeXorAddress } from './xor-address.ts';

const relay: TurnTarget = { host: '203.0.113.9', port: 40_000, via: { host: '10.0.0.2', port: 40_000 } };
const door: Door = { secret: 'secret', realm: 'stoa', nonces: new Nonces(randomBytes(32)) };
const unix = 1_800_000_000_000;
const transaction = new Uint8Array(12).fill(3);
const client = { host: '198.51.100.7', port: 5_000 };

/** One client at a server of its own, with a clock that the test moves. */
class World {
  now = 1_000;
  readonly targets = new TurnTargets();
  readonly quota = new Quota(turnLimits.allocationsPerName, turnLimits.allocations);
  session = newTurnSession(client, this.now);
  credential = turnCredential(door.secret, randomBytes(8), unix + 60_000);
  scope = 1;
  unix = unix;
  wakeAt = 0;
  nonce = door.nonces.fresh(randomBytes(8), 1, this.now);
  readonly rules: TurnRules = {
    authenticate: (message, now) => authenticate(message, door, this.scope, now, this.unix),
    mayOpen: (name) => this.quota.mayTake(name),
    target: (host, port) => this.targets.at(host, port),
    isRelay: (host) => this.targets.has(host),
  };

  constructor() {
    this.targets.set([relay]);
  }

  input(input: Parameters<typeof step>[1]): readonly TurnEffect[] {
    const next = step(this.session, input, this.now, this.rules);
    this.session = next.session;
    this.wakeAt = next.wakeAt;
    return next.effects;
  }

  ask(kind: number, attributes: StunDraft['attributes'] = [], signed = true) {
    return this.input({ type: 'message', message: this.request(kind, attributes, signed) });
  }

  request(kind: number, attributes: StunDraft['attributes'], signed = true): StunMessage {
    const { username } = this.credential;
    const own = [
      { type: attribute.username, value: Buffer.from(username) },
      { type: attribute.realm, value: Buffer.from(door.realm) },
      { type: attribute.nonce, value: Buffer.from(this.nonce) },
    ];
    const all = signed ? [...attributes, ...own] : attributes;
    const raw = writeStun({ method: kind, class: messageClass.request, transaction, attributes: all });
    return readStun(signed ? sealed(raw, longTermKey(door.secret, door.realm, username)) : raw)!;
  }

  allocate(): readonly TurnEffect[] {
    const effects = this.ask(method.allocate, [udp]);
    for (const effect of effects) if (effect.do === 'open') this.quota.take(effect.username);
    return effects[0]?.do === 'open'
      ? this.input({ type: 'opened', relayed: { host: relay.host, port: 50_000 } })
      : effects;
  }

  indicate(host: string, port: number, data = Buffer.from('packet')): readonly TurnEffect[] {
    const attributes = [peer(host, port), { type: attribute.data, value: data }];
    const raw = writeStun({ method: method.send, class: messageClass.indication, transaction, attributes });
    return this.input({ type: 'message', message: readStun(raw)! });
  }
}

const udp = { type: attribute.requestedTransport, value: Buffer.from([17, 0, 0, 0]) };
const peer = (host: string, port: number) => ({
  type: attribute.xorPeerAddress,
  value: writeXorAddress({ host, port }, transaction),
});
const channel = (number: number) => ({
  type: attribute.channelNumber,
  value: Buffer.from([number >> 8, number & 0xff, 0, 0]),
});
const lifetime = (seconds: number) => ({
  type: attribute.lifetime,
  value: Buffer.from([0, 0, seconds >> 8, seconds & 0xff]),
});

/** The error code of the only answer, 0 for success, undefined for none. */
function code(effects: readonly TurnEffect[]): number | undefined {
  const [effect] = effects;
  if (effect?.do === 'challenge') return effect.code;
  if (effect?.do !== 'reply') return undefined;
  const error = effect.draft.attributes.find(({ type }) => type === attribute.errorCode);
  return error ? error.value[2]! * 100 + error.value[3]! : 0;
}

let world: World;
beforeEach(() => {
  world = new World();
});

/** Every way to write where TURN must not lead (ASVS 17.1.1). */
const elsewhere: readonly (readonly [string, string, number])[] = [
  ['loopback', '127.0.0.1', 40_000],
  ['another loopback', '127.8.8.8', 40_000],
  ['this host', '0.0.0.0', 40_000],
  ['RFC 1918', '10.0.0.2', 40_000],
  ['RFC 1918', '172.16.0.1', 40_000],
  ['RFC 1918', '192.168.0.1', 22],
  ['link-local', '169.254.169.254', 80],
  ['shared', '100.64.0.1', 53],
  ['multicast', '224.0.0.1', 40_000],
  ['broadcast', '255.255.255.255', 40_000],
  ['a stranger', '198.51.100.1', 40_000],
  ['IPv6 loopback', '::1', 40_000],
  ['IPv6 any', '::', 40_000],
  ['IPv6 link-local', 'fe80::1', 40_000],
  ['IPv6 unique local', 'fd00::1', 40_000],
  ['mapped loopback', '::ffff:127.0.0.1', 40_000],
  ['the relay, mapped', '::ffff:203.0.113.9', 40_000],
  ['NAT64', '64:ff9b::7f00:1', 40_000],
  ['6to4', '2002:7f00:1::', 40_000],
];

describe('T1 only relays are reached', () => {
  test.each(elsewhere)('not %s (%s)', (_, host, port) => {
    world.allocate();
    const refused = host.includes(':') ? 443 : 403;
    expect(code(world.ask(method.createPermission, [peer(host, port)]))).toBe(refused);
    // One good address beside it changes nothing.
    const both = [peer(relay.host, relay.port), peer(host, port)];
    expect(code(world.ask(method.createPermission, both))).toBe(refused);
    expect(code(world.ask(method.channelBind, [channel(0x4000), peer(host, port)]))).toBe(refused);
    expect(world.indicate(host, port)).toEqual([]);
    expect(targetOf(world.session, 0x4000, world.now)).toBeUndefined();
  });

  test('not another port of a relay either, and not a relay that is gone', () => {
    world.allocate();
    expect(code(world.ask(method.createPermission, [peer(relay.host, 1)]))).toBe(0);
    expect(world.indicate(relay.host, 22)).toEqual([]);
    expect(code(world.ask(method.channelBind, [channel(0x4000), peer(relay.host, 22)]))).toBe(403);
    expect(world.indicate(relay.host, relay.port)).toMatchObject([{ do: 'send', target: relay }]);
    world.targets.set([]);
    expect(world.indicate(relay.host, relay.port)).toEqual([]);
  });

  test('whatever is asked, nothing is ever sent to anybody else', () => {
    const host = fc.oneof(
      fc.constant(relay.host),
      fc.ipV4(),
      fc.ipV6().filter((address) => !address.includes('.')),
    );
    const asks = fc.array(
      fc.record({
        kind: fc.constantFrom('permit', 'bind', 'send'),
        host,
        port: fc.constantFrom(22, relay.port),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(asks, (all) => {
        world = new World();
        world.allocate();
        for (const { kind, host, port } of all) {
          if (kind === 'permit') world.ask(method.createPermission, [peer(host, port)]);
          if (kind === 'bind') world.ask(method.channelBind, [channel(0x4000), peer(host, port)]);
          const sent = kind === 'send' ? world.indicate(host, port) : [];
          for (const effect of sent) expect(effect).toMatchObject({ do: 'send', target: relay });
          expect([undefined, relay]).toContain(targetOf(world.session, 0x4000, world.now));
        }
      }),
      { numRuns: 60 },
    );
  });
});

test('T2 a relay is heard with a permission, as a channel once there is one, and not after its end', () => {
  expect(wayTo(world.session, relay, world.now)).toBeUndefined();
  world.allocate();
  expect(wayTo(world.session, relay, world.now)).toBeUndefined();
  world.ask(method.createPermission, [peer(relay.host, relay.port)]);
  expect(wayTo(world.session, relay, world.now)).toBe('indication');
  world.ask(method.channelBind, [channel(0x4001), peer(relay.host, relay.port)]);
  expect(wayTo(world.session, relay, world.now)).toBe(0x4001);
  expect(wayTo(world.session, relay, world.now + turnTimes.channel)).toBeUndefined();
});

test('T3 without a signature, with a wrong one, a foreign nonce or an unknown name: a challenge', () => {
  expect(code(world.ask(method.allocate, [udp], false))).toBe(401);
  const good = world.credential;
  world.credential = { ...good, username: 'admin' };
  expect(code(world.ask(method.allocate, [udp]))).toBe(401);
  world.credential = good;
  const forged = Buffer.from(world.request(method.allocate, [udp]).raw);
  forged[forged.length - 1]! ^= 1;
  expect(code(world.input({ type: 'message', message: readStun(forged)! }))).toBe(401);
  world.scope = 2;
  expect(code(world.ask(method.allocate, [udp]))).toBe(438);
  world.scope = 1;
  world.nonce = 'x';
  expect(code(world.ask(method.allocate, [udp]))).toBe(438);
});

test('T3 a nonce ends after ten minutes; an allocation goes on with the next one', () => {
  world.allocate();
  world.now += 599_000;
  expect(code(world.ask(method.refresh))).toBe(0);
  world.now += 2_000;
  expect(code(world.ask(method.refresh))).toBe(438);
  world.nonce = door.nonces.fresh(randomBytes(8), 1, world.now);
  expect(code(world.ask(method.refresh))).toBe(0);
});

test('T4 a credential that has ended opens nothing and keeps what it has', () => {
  world.unix = world.credential.expires;
  expect(code(world.allocate())).toBe(401);
  world.unix = unix;
  world.allocate();
  world.unix = unix + 3_600_000;
  expect(code(world.ask(method.refresh))).toBe(0);
});

test('T5 one allocation to a connection, two to a credential', () => {
  expect(code(world.allocate())).toBe(0);
  expect(code(world.ask(method.allocate, [udp]))).toBe(437);
  const again = () => {
    world.session = newTurnSession(client, world.now);
    return code(world.allocate());
  };
  expect([again(), again()]).toEqual([0, 486]);
  world.quota.giveBack(world.credential.username);
  expect(again()).toBe(0);
  world.credential = turnCredential(door.secret, randomBytes(8), unix + 60_000);
  expect(again()).toBe(0);
});

test('T5 all together have a limit too', () => {
  const quota = new Quota(2, 3);
  for (const name of ['a', 'b', 'c']) {
    expect(quota.mayTake(name)).toBe(true);
    quota.take(name);
  }
  expect(quota.mayTake('d')).toBe(false);
  quota.giveBack('b');
  expect(quota.mayTake('d')).toBe(true);
  expect(quota.held).toBe(2);
});

test('T6 ten seconds to arrive, ten minutes from each refresh, and asking for 0 ends it', () => {
  world.now += turnTimes.arrival;
  expect(world.input({ type: 'wake' })).toEqual([{ do: 'close' }]);
  world = new World();
  world.allocate();
  expect(world.wakeAt).toBe(world.now + turnTimes.lifetime);
  world.now += 300_000;
  world.ask(method.refresh, [lifetime(3_600)]);
  expect(world.wakeAt).toBe(world.now + turnTimes.lifetime);
  expect(world.ask(method.refresh, [lifetime(0)]).at(-1)).toEqual({ do: 'close' });
});

test('T7 another credential of the same server is not enough', () => {
  world.allocate();
  world.credential = turnCredential(door.secret, randomBytes(8), unix + 60_000);
  expect(code(world.ask(method.refresh))).toBe(441);
  expect(code(world.ask(method.createPermission, [peer(relay.host, relay.port)]))).toBe(441);
});

test('T8 300 kbit/s, with a second ahead', () => {
  const rate = new ByteRate(turnLimits.bitsPerSecond, turnLimits.burstBytes, 0);
  let sent = 0;
  for (let ms = 0; ms < 10_000; ms++) if (rate.admit(1_000, ms)) sent += 1_000;
  expect(sent / 10).toBeGreaterThan(36_500);
  expect(sent / 10).toBeLessThan(41_500);
});

test('T9 one peer for a channel, one channel for a peer', () => {
  const other: TurnTarget = { ...relay, port: 40_001 };
  world.targets.set([relay, other]);
  world.allocate();
  const bind = (number: number, to: TurnTarget) =>
    code(world.ask(method.channelBind, [channel(number), peer(to.host, to.port)]));
  expect(bind(0x4000, relay)).toBe(0);
  expect(bind(0x4000, relay)).toBe(0);
  expect(bind(0x4000, other)).toBe(400);
  expect(bind(0x4001, relay)).toBe(400);
  expect(bind(0x4001, other)).toBe(0);
  for (const number of [0x3fff, 0x5000, 0xffff]) expect(bind(number, relay)).toBe(400);
});

test('T10 what must be understood and is not is named', () => {
  const effects = world.ask(method.allocate, [
    udp,
    { type: attribute.reservationToken, value: Buffer.alloc(8) },
  ]);
  expect(code(effects)).toBe(420);
  const named = effects[0]!.do === 'reply' && effects[0]!.draft.attributes.at(-1);
  expect(named).toMatchObject({ type: attribute.unknownAttributes, value: Buffer.from([0, 0x22]) });
});

test('requests out of order: nothing allocated, the wrong transport, the wrong family, no peer', () => {
  expect(code(world.ask(method.createPermission, [peer(relay.host, relay.port)]))).toBe(437);
  expect(code(world.ask(method.refresh))).toBe(437);
  const tcp = { ...udp, value: Buffer.from([6, 0, 0, 0]) };
  expect(code(world.ask(method.allocate, [tcp]))).toBe(442);
  expect(code(world.ask(method.allocate))).toBe(400);
  const v6 = { type: attribute.requestedAddressFamily, value: Buffer.from([2, 0, 0, 0]) };
  expect(code(world.ask(method.allocate, [udp, v6]))).toBe(440);
  world.allocate();
  expect(code(world.ask(method.createPermission))).toBe(400);
  expect(code(world.ask(method.channelBind, [peer(relay.host, relay.port)]))).toBe(400);
});

test('a socket that cannot be opened is said, and the connection ends', () => {
  world.ask(method.allocate, [udp]);
  const effects = world.input({ type: 'notOpened' });
  expect(code(effects)).toBe(508);
  expect(effects.at(-1)).toEqual({ do: 'close' });
});

test('a Binding request needs no credential and tells the client its own address alone', () => {
  expect(world.ask(method.binding, [], false)).toMatchObject([
    { do: 'reply', key: undefined, draft: { attributes: [{ type: attribute.xorMappedAddress }] } },
  ]);
});
