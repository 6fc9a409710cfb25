import type { Leaf } from '@stoa/protocol';
import { describe, expect, test } from 'vitest';
import { createWorld } from './world.ts';

/** A head as far as control reads it. */
function headOf(seats: readonly (readonly [sender: number, leaf: Leaf])[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(500);
  const view = new DataView(bytes.buffer);
  bytes[0] = 1;
  bytes[153] = seats.length;
  seats.forEach(([sender, leaf], i) => {
    bytes[154 + i * 38] = sender;
    view.setUint32(155 + i * 38, leaf);
  });
  return bytes;
}

async function stageOfTwo() {
  const world = createWorld();
  const { handle, host } = await world.room();
  const speaker = await world.client().join(handle);
  const sign = (...seats: readonly (readonly [number, Leaf])[]) =>
    host.head({
      head: {
        seq: host.headSeq + 1,
        generation: host.generation,
        epoch: host.epoch,
        size: host.logSize,
        bytes: headOf(seats),
      },
    });
  const said = () =>
    world.relay.commands.flatMap((command) => (command.type === 'sender' ? [command.sender] : []));
  return { world, handle, host, speaker, sign, said };
}

describe('sender bytes', () => {
  test('the relay is told each seat of an accepted head, once, and that a seat is no more', async () => {
    const { host, speaker, sign, said } = await stageOfTwo();
    expect(said()).toEqual([]);
    await sign([4, host.leaf!], [9, speaker.leaf!]);
    expect(said()).toEqual([4, 9]);
    await sign([4, host.leaf!], [9, speaker.leaf!]);
    expect(said()).toEqual([4, 9]);
    await sign([4, host.leaf!]);
    expect(said()).toEqual([4, 9, 0]);
    await sign([5, host.leaf!], [4, speaker.leaf!]);
    expect(said().slice(3)).toEqual([5, 4]);
  });

  test('a head that control does not accept, or cannot read, changes nobody', async () => {
    const { host, speaker, sign, said } = await stageOfTwo();
    await sign([4, host.leaf!]);
    await host.head({
      head: {
        ...host.last('head').head,
        seq: host.headSeq + 7,
        bytes: headOf([[8, speaker.leaf!]]),
      },
    });
    await sign([8, host.leaf!], [8, speaker.leaf!]);
    await host.head();
    expect(said()).toEqual([4]);
  });

  test('a new transport has the byte of its seat from the start, a newcomer none', async () => {
    const { world, handle, host, sign } = await stageOfTwo();
    await sign([4, host.leaf!]);
    await host.offer();
    await world.client().join(handle);
    const joins = world.relay.commands.flatMap((command) => (command.type === 'join' ? [command] : []));
    expect(joins.slice(-2).map(({ sender }) => sender)).toEqual([4, 0]);
  });
});
