import { beforeEach, describe, expect, test } from 'vitest';
import type { Capture, Life, MediaTransport } from './ports.ts';
import { StageVoice } from './stage-voice.ts';

type Track = { readonly name: string };

/** A microphone whose answer the test gives, and everything that was done to it and to the transport. */
class Desk {
  readonly log: string[] = [];
  answer: (capture: Capture<Track>) => void = () => {};
  lost: () => void = () => {};
  speechless = 0;
  readonly voice = new StageVoice<Track>(
    {
      open: (lost) => {
        this.lost = lost;
        this.log.push('open');
        return new Promise((resolve) => {
          this.answer = resolve;
        });
      },
      setMuted: (muted) => void this.log.push(`muted ${muted}`),
      list: async () => [],
      choose: (id) => void this.log.push(`choose ${id}`),
      close: () => void this.log.push('close'),
    },
    { changed: () => this.log.push(`is ${this.voice.state}`), speechless: () => void this.speechless++ },
  );

  transport(name: string): void {
    const publish = async (track: Track | undefined) => void this.log.push(`${name} ${track?.name}`);
    this.voice.useTransport({ publish } as MediaTransport<Track>);
  }

  life(name: string): void {
    const listenTo = (track: Track | undefined) => void this.log.push(`${name} meters ${track?.name}`);
    this.voice.useLife({ listenTo } as Life<Track>);
  }

  async grant(name = 'mic'): Promise<void> {
    this.answer({ ok: true, track: { name } });
    await new Promise((resolve) => setImmediate(resolve));
  }

  async refuse(why: 'denied' | 'missing' | 'busy'): Promise<void> {
    this.answer({ ok: false, why });
    await new Promise((resolve) => setImmediate(resolve));
  }
}

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
  desk.life('life');
  desk.transport('line');
  desk.log.length = 0;
});

describe('the microphone', () => {
  test('is never opened in the audience', () => {
    desk.voice.setRole('listener');
    desk.transport('second line');
    desk.life('second life');
    expect(desk.log).toEqual(['second line undefined', 'second life meters undefined']);
  });

  test('follows an invitation: opened, sent, measured, and given back with the stage', async () => {
    desk.voice.expectStage(true);
    const opened = desk.voice.open();
    await desk.grant();
    expect(await opened).toEqual({ ok: true });
    desk.voice.setRole('speaker');
    desk.voice.setRole('listener');
    expect(desk.log).toEqual([
      'is asking',
      'open',
      'muted false',
      'life meters mic',
      'line mic',
      'is on',
      'close',
      'life meters undefined',
      'line undefined',
      'is off',
    ]);
  });

  test('is asked for when a raised hand was taken, and a refusal is reported', async () => {
    desk.voice.setRole('speaker', true);
    await desk.refuse('denied');
    expect(desk.voice.state).toBe('denied');
    expect(desk.speechless).toBe(1);
  });

  test('that was granted only after one was moved down again is closed at once', async () => {
    desk.voice.setRole('speaker', true);
    desk.voice.setRole('listener');
    await desk.grant();
    expect(desk.log.at(-2)).toBe('is off');
    expect(desk.log).toContain('close');
    expect(desk.log).not.toContain('line mic');
    expect(desk.voice.state).toBe('off');
  });

  test('goes on to the next transport and the next life, muted as before', async () => {
    desk.voice.setRole('speaker', true);
    desk.voice.setMuted(true);
    await desk.grant();
    desk.log.length = 0;
    desk.transport('second line');
    desk.life('second life');
    expect(desk.log).toEqual(['second line mic', 'second life meters mic']);
    expect(desk.voice.muted).toBe(true);
  });

  test('that is unplugged is reported, and can be replaced by another', async () => {
    desk.voice.setRole('speaker', true);
    await desk.grant();
    desk.lost();
    expect(desk.voice.state).toBe('missing');
    expect(desk.speechless).toBe(1);
    expect(await desk.voice.choose('other')).toEqual({ ok: true });
    const opened = desk.voice.open();
    await desk.grant('other mic');
    expect(await opened).toEqual({ ok: true });
    expect(desk.log).toContain('line other mic');
  });

  test('is changed at once while on stage', async () => {
    desk.voice.setRole('speaker', true);
    await desk.grant();
    desk.log.length = 0;
    const chosen = desk.voice.choose('headset');
    await desk.grant('headset mic');
    expect(await chosen).toEqual({ ok: true });
    expect(desk.log).toEqual([
      'choose headset',
      'close',
      'is asking',
      'open',
      'muted false',
      'life meters headset mic',
      'line headset mic',
      'is on',
    ]);
  });

  test('C17 stays closed for somebody whom others put on stage, and the room is told', async () => {
    desk.voice.setRole('speaker');
    await new Promise((resolve) => setImmediate(resolve));
    expect(desk.log).toEqual([]);
    expect(desk.voice.state).toBe('off');
    expect(desk.speechless).toBe(1);
    desk.voice.setRole('moderator');
    await new Promise((resolve) => setImmediate(resolve));
    expect(desk.log).toEqual([]);
  });

  test('C17 an accepted invitation opens it for one stay on stage, not for the next', async () => {
    desk.voice.expectStage(true);
    desk.voice.setRole('speaker');
    await desk.grant();
    expect(desk.voice.state).toBe('on');
    desk.voice.setRole('listener');
    desk.log.length = 0;
    desk.voice.setRole('speaker');
    await new Promise((resolve) => setImmediate(resolve));
    expect(desk.log).toEqual([]);
    expect(desk.speechless).toBe(1);
  });
});
