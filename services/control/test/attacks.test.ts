import { encodeClientMessage, joinToken, limits, pad, subject, toBase64Url } from '@stoa/protocol';
import { settled } from '@stoa/testkit';
import { describe, expect, test } from 'vitest';
import { offerText, type ScriptedClient } from './scripted-client.ts';
import { createWorld, type World } from './world.ts';

/** Everything that names somebody or something in this test: none of it may show in a log line. */
function expectLogsBlind(world: World, secrets: readonly string[]): void {
  const text = JSON.stringify(world.lines);
  for (const secret of secrets) expect(text).not.toContain(secret);
  for (const line of world.lines) {
    for (const value of Object.values(line)) expect(value).toMatch(/^[a-zA-Z]{1,32}$/);
  }
}

const closed = (client: ScriptedClient) => client.last('closed').code;

/** A guest that is connected and has shown nothing yet. */
async function stranger(world: World) {
  return world.client().connect();
}

describe('tokens', () => {
  test('a token works once', async () => {
    const world = createWorld();
    const { handle } = await world.room();
    const guest = await stranger(world);
    const token = await world.token({ room: handle, client: guest });
    guest.say(guest.joinMessage(token));
    await settled();
    expect(guest.has('admitted')).toBe(true);
    await guest.connect();
    guest.say(guest.joinMessage(token));
    await settled();
    expect(closed(guest)).toBe('tokenRefused');
    expect(world.lines).toContainEqual({ event: 'doorRefused', why: 'tokenUsed' });
    expectLogsBlind(world, [handle.reveal(), token.reveal()]);
  });

  test('a replayed join message is worth nothing on another socket, even with an unused token', async () => {
    const world = createWorld();
    const { handle } = await world.room();
    const guest = await stranger(world);
    const message = guest.joinMessage(await world.token({ room: handle, client: guest }));
    const thief = await stranger(world);
    thief.say(message);
    await settled();
    expect(closed(thief)).toBe('tokenRefused');
    expect(world.lines).toContainEqual({ event: 'doorRefused', why: 'proofWrong' });
    guest.say(message);
    await settled();
    expect(guest.has('admitted')).toBe(true);
  });

  test('a stolen token does not fit another key', async () => {
    const world = createWorld();
    const { handle } = await world.room();
    const token = await world.token({ room: handle, client: world.client() });
    const thief = await stranger(world);
    thief.say(thief.joinMessage(token));
    await settled();
    expect(closed(thief)).toBe('tokenRefused');
    expect(world.lines).toContainEqual({ event: 'doorRefused', why: 'tokenStolen' });
  });

  test('an expired token is refused to the millisecond, one from far ahead too', async () => {
    const world = createWorld();
    const { handle } = await world.room();
    const [late, early, right] = [world.client(), world.client(), world.client()];
    const token = await world.token({ room: handle, client: late });
    await world.clock.advance(59_999);
    await right.connect();
    right.say(right.joinMessage(await world.token({ room: handle, client: right })));
    await world.clock.advance(1);
    await late.connect();
    late.say(late.joinMessage(token));
    await early.connect();
    const expires = world.clock.unix() + 120_001;
    early.say(early.joinMessage(await world.token({ room: handle, client: early, claims: { expires } })));
    await settled();
    expect(right.has('admitted')).toBe(true);
    expect([closed(late), closed(early)]).toEqual(['tokenRefused', 'tokenRefused']);
    expect(world.lines).toContainEqual({ event: 'doorRefused', why: 'tokenExpired' });
    expect(world.lines).toContainEqual({ event: 'doorRefused', why: 'tokenFromFuture' });
  });

  test('every edited byte of a token is noticed', async () => {
    const world = createWorld();
    const { handle } = await world.room();
    const token = await world.token({ room: handle, client: world.client() });
    const text = token.reveal();
    for (let at = 0; at < text.length; at += 5) {
      const edited = joinToken(text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1));
      const guest = await stranger(world);
      guest.say(guest.joinMessage(edited));
      await settled();
      expect(closed(guest)).toBe('tokenRefused');
    }
    expect(world.control.load.participants).toBe(1);
  });

  test('a token for another deployment is refused', async () => {
    const world = createWorld();
    const { handle } = await world.room();
    const guest = await stranger(world);
    const claims = { audience: world.chance.bytes(16) };
    guest.say(guest.joinMessage(await world.token({ room: handle, client: guest, claims })));
    await settled();
    expect(closed(guest)).toBe('tokenRefused');
  });

  test('a token for another room opens only that one, and absent rooms look like forbidden ones', async () => {
    const world = createWorld();
    const { handle } = await world.room();
    const guest = await stranger(world);
    guest.say(guest.joinMessage(await world.token({ room: world.handle(), client: guest })));
    await settled();
    expect(guest.last('closed')).toEqual({ t: 'closed', code: 'roomNotFound' });
    expect(world.control.card(world.handle(), subject(world.id()))).toBeUndefined();
    expect(world.control.card(handle, subject(world.id()))).toBeDefined();
  });

  test('a joiner cannot open, an opener cannot take over a room', async () => {
    const world = createWorld();
    const { handle } = await world.room();
    const guest = await stranger(world);
    const opening = await guest.openMessage(world.handle());
    guest.say({ ...opening, token: await world.token({ room: world.handle(), client: guest }) });
    await settled();
    expect(closed(guest)).toBe('tokenRefused');
    const usurper = await world.client().open(handle);
    expect(closed(usurper)).toBe('tokenRefused');
    expect(world.lines).toContainEqual({ event: 'doorRefused', why: 'roomTaken' });
  });

  test('the proof binds the transport: another certificate is refused, so is none', async () => {
    const world = createWorld();
    const { handle } = await world.room();
    for (const offer of [offerText('CD'), 'v=0\r\nno certificate']) {
      const guest = await stranger(world);
      const message = guest.joinMessage(await world.token({ room: handle, client: guest }));
      guest.say({ ...message, offer });
      await settled();
      expect(closed(guest)).toBe('tokenRefused');
    }
  });
});

describe('commands', () => {
  test('a listener commands nothing, signed or not', async () => {
    const world = createWorld();
    const { handle, host } = await world.room();
    const guest = await world.client().join(handle);
    for (const command of ['mute', 'remove', 'moveToAudience', 'makeModerator', 'invite'] as const) {
      expect(await guest.command({ do: command, leaf: host.leaf! })).toBe('notAllowed');
    }
    expect(await guest.command({ do: 'endRoom' })).toBe('notAllowed');
    expect(await guest.command({ do: 'muteSelf', muted: true })).toBe('notOnStage');
    expect(await guest.command({ do: 'acceptInvite' })).toBe('notInvited');
    expect(world.control.load.participants).toBe(2);
    expect(host.has('order')).toBe(false);
    expectLogsBlind(world, [handle.reveal()]);
  });

  test('a moderator without its signed order is not obeyed', async () => {
    const world = createWorld();
    const { handle, host } = await world.room();
    const guest = await world.client().join(handle);
    host.say({ t: 'command', id: 9, command: { do: 'remove', leaf: guest.leaf! } });
    await settled();
    expect(host.last('refused')).toEqual({ t: 'refused', id: 9, why: 'malformed' });
    expect(guest.gone).toBe(false);
  });

  test('a listener cannot admit, deny, sign heads or seal for others', async () => {
    const world = createWorld();
    const { handle, host } = await world.room();
    const guest = await world.client().join(handle);
    host.admits = false;
    const waiting = await world.client().join(handle);
    const request = host.last('request').request;
    guest.logSize = 2;
    guest.admit(request);
    guest.say({ t: 'deny', request });
    await guest.head();
    guest.say({ t: 'toLeaf', leaf: host.leaf!, bytes: world.chance.bytes(10) });
    await settled();
    expect(waiting.has('admitted')).toBe(false);
    expect(waiting.gone).toBe(false);
    expect(host.has('head')).toBe(false);
    expect(host.has('toLeaf')).toBe(false);
    expect(world.lines.filter(({ event }) => event === 'stewardMessageRefused').length).toBe(4);
  });
});

describe('stages and seats', () => {
  test('after a mute the relay forwards nothing, after removal the transport is closed at once', async () => {
    const world = createWorld();
    const { handle, host } = await world.room();
    const guest = await world.client().join(handle);
    await guest.command({ do: 'raiseHand' });
    await host.command({ do: 'invite', leaf: guest.leaf! });
    expect(world.seats()[1]).toEqual({ publish: true, subscribe: true, onStage: true });
    await host.command({ do: 'mute', leaf: guest.leaf! });
    expect(world.seats()[1]).toEqual({ publish: false, subscribe: true, onStage: true });
    // A fresh transport gets the same seat: reconnecting is no way around it.
    await guest.offer();
    expect(world.seats().filter((seat) => seat.publish).length).toBe(1);
    const before = world.clock.now();
    await host.command({ do: 'remove', leaf: guest.leaf! });
    expect(world.seats().length).toBe(1);
    expect(world.clock.now() - before).toBeLessThan(100);
    expect(closed(guest)).toBe('removed');
  });

  test('leaving closes the transport at once: not listed and not hearing are the same', async () => {
    const world = createWorld();
    const { handle } = await world.room();
    const guest = await world.client().join(handle);
    expect(world.seats().length).toBe(2);
    guest.say({ t: 'leave' });
    await settled();
    expect(world.seats().length).toBe(1);
    expect(guest.gone).toBe(true);
  });

  test('nobody hears before it is admitted', async () => {
    const world = createWorld();
    const { handle, host } = await world.room();
    host.admits = false;
    const guest = await world.client().join(handle);
    expect(guest.has('answer')).toBe(true);
    expect(world.seats()[1]).toEqual({ publish: false, subscribe: false, onStage: false });
    host.say({ t: 'deny', request: host.last('request').request });
    await settled();
    expect(closed(guest)).toBe('notAdmitted');
    expect(world.seats().length).toBe(1);
  });

  test('whoever asked by a card of before is told to ask again', async () => {
    const world = createWorld();
    const { handle, host } = await world.room();
    host.admits = false;
    const guest = await world.client().join(handle);
    host.say({ t: 'deny', request: host.last('request').request, again: true });
    await settled();
    expect(closed(guest)).toBe('nobodyAnswered');
  });

  test('a second device replaces the first, transport and all', async () => {
    const world = createWorld();
    const { handle } = await world.room();
    const [first, second] = [world.client(), world.client()];
    await first.join(handle, 'AAAAAAAAAAAAAAAAAAAAAA');
    await second.join(handle, 'AAAAAAAAAAAAAAAAAAAAAA');
    expect(closed(first)).toBe('replaced');
    expect(second.has('admitted')).toBe(true);
    expect(world.seats().length).toBe(2);
    expect(world.control.load.participants).toBe(2);
  });

  test('a device that was away while another replaced it is told so when it comes back', async () => {
    const world = createWorld();
    const { handle } = await world.room();
    const who = world.id();
    const first = await world.client().join(handle, who);
    first.socket.drop();
    await settled();
    const second = await world.client().join(handle, who);
    await first.resume(handle);
    expect(closed(first)).toBe('replaced');
    expect(second.gone).toBe(false);
  });

  test('a removed person is refused with a new token, a new key and on resume', async () => {
    const world = createWorld();
    const { handle, host } = await world.room();
    const who = world.id();
    const guest = await world.client().join(handle, who);
    const ready = world.client();
    await ready.connect();
    const early = await world.token({ room: handle, client: ready, subject: who });
    await host.command({ do: 'remove', leaf: guest.leaf! });
    ready.say(ready.joinMessage(early));
    await settled();
    expect(closed(ready)).toBe('removed');
    expect(closed(await world.client().join(handle, who))).toBe('removed');
    await guest.resume(handle);
    expect(closed(guest)).toBe('removed');
    expect(world.control.card(handle, subject(who))).toBeUndefined();
    expect(world.seats().length).toBe(1);
    expectLogsBlind(world, [handle.reveal(), who]);
  });

  test('a request that was at the door when its person was removed is not let in', async () => {
    const world = createWorld();
    const { handle, host } = await world.room();
    const who = world.id();
    const guest = await world.client().join(handle, who);
    host.admits = false;
    const second = await world.client().join(handle, who);
    await host.command({ do: 'remove', leaf: guest.leaf! });
    host.admit(host.last('request').request);
    await settled();
    expect(closed(second)).toBe('removed');
    expect(second.has('admitted')).toBe(false);
    expect(world.seats().length).toBe(1);
  });

  test('a flooding publisher is put out', async () => {
    const world = createWorld();
    const { handle } = await world.room();
    const guest = await world.client().join(handle);
    const peer = [...world.relay.peers.keys()].at(-1)!;
    world.relay.emit({ type: 'flooding', peer });
    expect(guest.gone).toBe(false);
    world.relay.emit({ type: 'gone', peer, why: 'flooding' });
    await settled();
    expect(closed(guest)).toBe('tooFast');
    expect(world.lines).toContainEqual({ event: 'publisherFlooding' });
  });
});

describe('resume', () => {
  test('another key cannot take over a seat', async () => {
    const world = createWorld();
    const { handle, host } = await world.room();
    const guest = await world.client().join(handle);
    const thief = world.client();
    await thief.resume(handle, { leaf: host.leaf! });
    expect(closed(thief)).toBe('resumeRefused');
    await thief.resume(handle, { leaf: guest.leaf! });
    await thief.resume(world.handle(), { leaf: host.leaf! });
    expect(thief.all('closed').map(({ code }) => code)).toEqual(Array(3).fill('resumeRefused'));
    expect(guest.gone).toBe(false);
    expect(host.gone).toBe(false);
  });

  test('a replayed resume is worth nothing on another socket', async () => {
    const world = createWorld();
    const { handle } = await world.room();
    const guest = await world.client().join(handle);
    const { proof } = { proof: guest.sign(world.chance.bytes(20)) };
    const thief = world.client();
    await thief.resume(handle, { leaf: guest.leaf!, proof });
    expect(closed(thief)).toBe('resumeRefused');
  });

  test('an offer needs its own proof', async () => {
    const world = createWorld();
    const { handle } = await world.room();
    const guest = await world.client().join(handle);
    guest.say({ t: 'offer', offer: offerText('CD'), proof: world.chance.bytes(64) });
    await settled();
    expect(closed(guest)).toBe('offerRefused');
    expect(world.relay.commands.filter((command) => command.type === 'join').length).toBe(2);
  });
});

describe('malformed signaling', () => {
  const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
  const nested = `{"t":"command","id":1,"command":${'{"do":'.repeat(3_000)}1${'}'.repeat(3_000)}}`;
  test.each([
    ['no JSON', '{'],
    ['nothing', ''],
    ['another type', '{"t":"admin"}'],
    ['no type', '[]'],
    ['a number', '1e999'],
    ['a prototype', '{"__proto__":{"t":"ping"}}'],
    ['deep JSON', deep],
    ['deep objects', nested],
    ['an oversized message', pad(`{"t":"ping","x":"${'x'.repeat(limits.introductionBytes)}"}`)],
    ['a field of the wrong type', '{"t":"page","id":"1","from":0}'],
    ['a negative position', '{"t":"page","id":1,"from":-1}'],
    ['half a surrogate pair', '{"t":"ping\ud800"}'],
  ])('%s closes that socket only', async (_what, text) => {
    const world = createWorld();
    const { handle, host } = await world.room();
    const [inside, outside] = [await world.client().join(handle), await stranger(world)];
    const other = await world.client().join(handle);
    inside.socket.send(text);
    outside.socket.send(text);
    await settled();
    expect([closed(inside), closed(outside)]).toEqual(['malformed', 'malformed']);
    expect(other.gone || host.gone).toBe(false);
    expectLogsBlind(world, [handle.reveal()]);
  });

  test('a member may not introduce itself again, a stranger may not command', async () => {
    const world = createWorld();
    const { handle } = await world.room();
    const guest = await world.client().join(handle);
    guest.say(guest.joinMessage(await world.token({ room: handle, client: guest })));
    const unknown = await stranger(world);
    unknown.say({ t: 'command', id: 1, command: { do: 'raiseHand' } });
    await settled();
    expect([closed(guest), closed(unknown)]).toEqual(['malformed', 'malformed']);
  });

  test('members get smaller messages than introductions', async () => {
    const world = createWorld();
    const { handle } = await world.room();
    const guest = await world.client().join(handle);
    guest.socket.send(`{"t":"ping","x":"${'x'.repeat(limits.messageBytes + 300)}"}`);
    await settled();
    expect(closed(guest)).toBe('malformed');
  });

  test('a socket that says nothing is closed after five seconds', async () => {
    const world = createWorld();
    const silent = await stranger(world);
    await world.clock.advance(limits.introductionMs - 1);
    expect(silent.gone).toBe(false);
    await world.clock.advance(1);
    expect(silent.gone).toBe(true);
  });

  test('unknown fields are ignored, so that newer clients can talk to older servers', async () => {
    const world = createWorld();
    const { handle } = await world.room();
    const guest = await world.client().join(handle);
    guest.socket.send('{"t":"ping","newer":true}');
    await settled();
    expect(guest.has('pong')).toBe(true);
  });
});

describe('floods', () => {
  test('a thousand messages a second end in the closing word, and others are answered meanwhile', async () => {
    const world = createWorld();
    const { handle } = await world.room();
    const [noisy, calm] = [await world.client().join(handle), await world.client().join(handle)];
    for (let i = 0; i < 1_000; i++) noisy.say({ t: 'ping' });
    expect(await calm.command({ do: 'raiseHand' })).toBeUndefined();
    await settled();
    expect(closed(noisy)).toBe('tooFast');
    expect(noisy.all('pong').length).toBeLessThanOrEqual(limits.messageBurst);
  });

  test('over its budget a member is told so before it is put out', async () => {
    const world = createWorld();
    const { handle } = await world.room();
    const guest = await world.client().join(handle);
    for (let i = 0; i < limits.messageBurst; i++) guest.say({ t: 'ping' });
    expect(await guest.command({ do: 'raiseHand' })).toBe('tooFast');
    await world.clock.advance(10_000);
    expect(await guest.command({ do: 'raiseHand' })).toBeUndefined();
  });

  test('a slow reader is closed when its backlog is full; others are unaffected', async () => {
    const world = createWorld();
    const { handle, host } = await world.room();
    const [slow, quick] = [await world.client().join(handle), await world.client().join(handle)];
    slow.socket.setReading(false);
    for (let i = 0; i < 1_200 && world.control.load.sockets === 3; i++) {
      await host.command({ do: 'freezeStage', frozen: i % 2 === 0 });
    }
    expect(world.lines).toContainEqual({ event: 'socketClosed', why: 'slowReader' });
    expect(quick.gone).toBe(false);
    expect(quick.events('stageFrozen').length).toBeGreaterThan(400);
  });

  test('one address gets so many sockets a minute', async () => {
    const world = createWorld(1, 1, { socketsPerAddressPerMinute: 30 });
    const refused: ScriptedClient[] = [];
    for (let i = 0; i < 40; i++) {
      const client = await world.client().connect('198.51.100.7');
      if (client.has('closed')) refused.push(client);
    }
    expect(refused.length).toBeGreaterThan(20);
    expect(refused[0]!.last('closed').code).toBe('tooFast');
    expect(refused[0]!.last('closed').retryInMs).toBeGreaterThan(0);
    expect((await world.client().connect('198.51.100.8')).has('closed')).toBe(false);
    expectLogsBlind(world, ['198.51.100']);
  });

  test('joins of a room are limited by the second and by the waiting line', async () => {
    const world = createWorld();
    const { handle, host } = await world.room();
    host.admits = false;
    const codes: (string | undefined)[] = [];
    for (let i = 0; i < limits.joinsPerSecond + 5; i++) {
      const guest = await world.client().join(handle);
      codes.push(guest.has('closed') ? closed(guest) : undefined);
    }
    expect(codes.slice(-5)).toEqual(Array(5).fill('busy'));
    expect(codes.slice(0, limits.joinsPerSecond).every((code) => code === undefined)).toBe(true);
  });
});

test('nothing that a client says about itself reaches the log', async () => {
  const world = createWorld(7);
  const { handle, host } = await world.room();
  const guest = await world.client().join(handle);
  const wrong = await stranger(world);
  wrong.socket.send(encodeClientMessage({ t: 'leave' }));
  await guest.command({ do: 'remove', leaf: host.leaf! });
  await host.command({ do: 'endRoom' });
  await settled();
  expect(world.lines.length).toBeGreaterThan(3);
  expectLogsBlind(world, [handle.reveal(), toBase64Url(guest.key), toBase64Url(host.key), '192.0.2']);
});
