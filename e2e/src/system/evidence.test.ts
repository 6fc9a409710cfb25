import { randomBytes } from 'node:crypto';
import type { AccountBinder } from '@stoa/client';
import { decodeBody } from '@stoa/client/evidence';
import {
  amplitudeAt,
  createNodeParticipant,
  type NodeParticipant,
  opusDecoder,
  type ParticipantOptions,
} from '@stoa/client/node';
import { accountBindingStatement } from '@stoa/e2ee/binding';
import {
  type CheckedEvidence,
  checkEvidence,
  decodeEvidence,
  type Evidence,
  encodeEvidence,
  isDevice,
  openEvidence,
  safetyPublicKey,
  sealEvidence,
} from '@stoa/e2ee/evidence';
import { Opaque, toBase64Url } from '@stoa/protocol';
import { createServer, type RunningServer } from '@stoa/server';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { ontoStage } from './onto-stage.ts';

const { subtle } = globalThis.crypto;
let server: RunningServer;
beforeAll(async () => {
  server = await createServer({ port: 0 });
});
afterAll(async () => {
  await server.stop();
});

const open: NodeParticipant[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((participant) => participant.close()));
});

async function come(options: Partial<ParticipantOptions>): Promise<NodeParticipant> {
  const participant = await createNodeParticipant({ server: server.url, name: 'Somebody', ...options });
  open.push(participant);
  await participant.until(({ phase }) => phase.is === 'live' && phase.media === 'connected');
  return participant;
}
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** A device of an account, as a browser of somebody who is signed in is one. */
async function phone() {
  const pair = (await subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair;
  const device = new Uint8Array(await subtle.exportKey('raw', pair.publicKey));
  const account = new Uint8Array(randomBytes(16));
  const binder: AccountBinder = async (key, room) => {
    const statement = accountBindingStatement(room, key, account);
    return {
      account,
      device,
      signature: new Uint8Array(await subtle.sign('Ed25519', pair.privateKey, statement)),
    };
  };
  return { device, account, binder };
}

/** Two speakers with a tone each, and a listener who has heard both for some seconds. */
async function talk(strict: boolean) {
  const ada = await phone();
  const host = await come({ name: 'Ada', tone: 440, strict, policy: 'link', account: ada.binder });
  const ben = await come({ name: 'Ben', tone: 1_000, link: host.room.link });
  const ear = await come({ name: 'Cleo', link: host.room.link });
  await ontoStage(host, ben);
  await ear.until(
    ({ stage }) => stage.length === 2 && stage.every(({ verified }) => verified === 'verified'),
  );
  await pause(5_000);
  const leafOf = (name: string) => ear.room.view.stage.find((person) => person.name === name)!.leaf;
  return { ada, host, ben, ear, leafOf };
}

const accepted = async (bytes: Uint8Array): Promise<CheckedEvidence> => {
  const verdict = await checkEvidence(bytes);
  if (!verdict.ok) throw new Error(verdict.why);
  return verdict;
};

/** Amplitude of a tone in what the longest span decodes to. */
function tone({ spans }: CheckedEvidence, hertz: number): number {
  const [longest] = [...spans].sort((a, b) => b.frames.length - a.frames.length);
  const decoder = opusDecoder();
  const frames = longest!.frames.map((opus) => decoder.decode(opus ?? new Uint8Array([0xf8, 0xff, 0xfe])));
  const samples = new Int16Array(frames.slice(10).flatMap((frame) => [...(frame ?? [])]));
  return amplitudeAt(samples, hertz);
}

for (const strict of [false, true]) {
  const kind = strict ? 'a strict' : 'an ordinary';
  test(`in ${kind} room a listener proves what was said: it opens, the tone in it is right, forgeries are refused`, async () => {
    const { ada, host, ben, ear, leafOf } = await talk(strict);
    expect(await host.room.say('You are not welcome here')).toEqual({ ok: true });
    expect(await ben.room.say('That is for others to say')).toEqual({ ok: true });
    await ear.until(({ chat }) => chat.lines.length === 2);
    const shown = ear.room.view.stage.find(({ name }) => name === 'Ada')!;
    expect(shown.account?.id.equals(new Opaque('account', toBase64Url(ada.account)))).toBe(true);
    expect(shown.account?.device).toEqual(ada.device);
    expect(ear.room.view.stage.find(({ name }) => name === 'Ben')?.account).toBeUndefined();

    const privateKey = new Uint8Array(randomBytes(32));
    const made = await ear.room.evidence(leafOf('Ada'));
    const sealed = await sealEvidence(await safetyPublicKey(privateKey), made);
    const opened = await openEvidence(privateKey, sealed);
    const verdict = await accepted(opened!);
    expect(verdict).toMatchObject({ strict, account: ada.account, device: ada.device });
    expect(isDevice(verdict, ada.device)).toBe(true);
    const seconds = verdict.spans.reduce((sum, { frames }) => sum + frames.length, 0) / 50;
    expect(seconds).toBeGreaterThan(3);
    expect(verdict.missing).toBeLessThan(50);
    expect(verdict.messages.map(({ body }) => decodeBody(body)?.body)).toEqual([
      { k: 'chat', text: 'You are not welcome here' },
    ]);
    const end = verdict.spans.at(-1)!;
    expect(Math.abs(end.from + end.frames.length * 20 - Date.now())).toBeLessThan(3_000);
    expect(tone(verdict, 440)).toBeGreaterThan(0.15);
    expect(tone(verdict, 1_000)).toBeLessThan(0.02);

    const other = await ear.room.evidence(leafOf('Ben'));
    const ofBen = await accepted(other);
    expect(ofBen.account).toBeUndefined();
    expect(tone(ofBen, 1_000)).toBeGreaterThan(0.15);

    // A bit anywhere in the sound; another person's sound; sound that was put together.
    for (let i = 0; i < 20; i++) {
      const bad = new Uint8Array(made);
      const at = 250 + Math.floor(((bad.length - 300) * i) / 20);
      bad[at] = bad[at]! ^ 1;
      expect((await checkEvidence(bad)).ok).toBe(false);
    }
    const mine = decodeEvidence(made)!;
    const theirs = decodeEvidence(other)!;
    expect(await why({ ...mine, sound: theirs.sound })).toBe('forgedSound');
    expect(await why({ ...theirs, binding: mine.binding })).toBe('wrongBinding');
    expect(await why(spliced(mine))).toBe('forgedSound');

    await expect(ear.room.evidence(ear.room.view.me!.leaf)).rejects.toThrow('nothing that could be proven');
    ear.room.leave();
    await expect(ear.room.evidence(leafOf('Ada'))).rejects.toThrow('nothing that could be proven');
  });
}

async function why(evidence: Evidence): Promise<string> {
  const verdict = await checkEvidence(encodeEvidence(evidence));
  return verdict.ok ? 'accepted' : verdict.why;
}

/** The second frame said where the first was. */
function spliced(evidence: Evidence): Evidence {
  const { sound } = evidence;
  if (sound.kind === 'ordinary') {
    const [first, ...rest] = sound.blocks;
    const frames = first!.frames.map((frame, i) => (i === 0 ? first!.frames[1]! : frame));
    return { ...evidence, sound: { ...sound, blocks: [{ ...first!, frames }, ...rest] } };
  }
  const [one, two, ...rest] = sound.frames;
  return { ...evidence, sound: { ...sound, frames: [{ ...two!, ctr: one!.ctr }, two!, ...rest] } };
}
