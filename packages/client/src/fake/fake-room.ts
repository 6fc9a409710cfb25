import type { Policy, Role } from '@stoa/protocol';
import type { FenceFacts, PathReceipt } from '../fence/guard.ts';
import type { Room } from '../room-view.ts';
import { fakeCommands } from './fake-commands.ts';
import { type FakeDriver, fakeDriver } from './fake-driver.ts';
import { FakePlay } from './fake-play.ts';
import { FakeWorld } from './fake-world.ts';

export type FakeScript = {
  readonly title?: string;
  readonly policy?: Policy;
  readonly strict?: boolean;
  readonly fence?: Partial<FenceFacts>;
  /** What `receipt` answers; without it, nothing was contacted. */
  readonly receipt?: PathReceipt;
  readonly link?: string;
  /** Who this device is. */
  readonly me?: { readonly name?: string; readonly role?: Role };
  /** Others who are there already. */
  readonly people?: readonly { readonly name: string; readonly role?: Role }[];
  /** `live` (the default): let in, media connected, sound playing. `connecting`: call `driver.admit()` later. */
  readonly start?: 'live' | 'connecting';
  /** Must the sound be unlocked by a tap first? */
  readonly sound?: 'playing' | 'blocked';
  /** Milliseconds since 1970; the platform's clock unless told otherwise. */
  readonly now?: () => number;
};

export type FakeRoom = Room & { readonly driver: FakeDriver };

/** A room without a server, for tests of apps: same view, same outcomes, driven by hand. */
export function createFakeRoom(script: FakeScript = {}): FakeRoom {
  const world = new FakeWorld(
    script.title ?? 'A fake room',
    script.policy ?? 'open',
    script.me?.name ?? 'Me Myself',
    script.now ?? Date.now,
  );
  world.strict = script.strict ?? false;
  world.fence = { ...world.fence, ...script.fence };
  world.receipt = script.receipt;
  const admit = (role: Role = script.me?.role ?? 'listener') => {
    world.me = world.enter(world.name, role);
    world.phase = { is: 'live', media: 'connected' };
    world.sound = script.sound ?? 'playing';
    world.microphone = role === 'listener' ? 'off' : 'on';
  };
  for (const person of script.people ?? []) world.enter(person.name, person.role ?? 'listener');
  if (script.start !== 'connecting') admit();

  const play = new FakePlay(world);
  const room = fakeCommands(play, script.link ?? '/r/AAAAAAAAAAAAAAAAAAAAAA#fake');
  return Object.defineProperty(room, 'driver', {
    value: fakeDriver(play, admit),
    enumerable: true,
  }) as FakeRoom;
}
