import { leaf } from '@stoa/protocol';
import { describe, expect, it } from 'vitest';
import { MiniRoom } from './mini-room.ts';

const names = (room: MiniRoom) => room.people[0]!.roster?.stage.map(({ name }) => name);

/** Virtual time in big steps: what happens in between is nothing but heads. */
const minutes = (room: MiniRoom, count: number) => room.pass(count * 60_000, 5_000);

describe('an invitation', () => {
  it('A50 is honoured for ten minutes and not later, and can be made again', async () => {
    const room = new MiniRoom();
    const ada = await room.open('Ada');
    const [ben, cleo] = [await room.join('Ben'), await room.join('Cleo')];
    await room.command(ada, { do: 'invite', leaf: leaf(ben.leaf!) });
    await room.pass(60_000, 5_000);
    await room.command(ada, { do: 'invite', leaf: leaf(cleo.leaf!) });
    await minutes(room, 9.5);
    await room.fact('onStage', ben);
    await room.fact('onStage', cleo);
    await room.pass(1_000);
    expect(names(room)).toEqual(['Ada', 'Cleo']);
    expect(ben.session.frames.sealing()).toBeUndefined();
    await room.bringOnStage(ada, ben);
    await room.pass(1_000);
    expect(names(room)).toEqual(['Ada', 'Cleo', 'Ben']);
  });

  it('A50 is as old for a steward that it was handed to', async () => {
    const room = new MiniRoom('handed');
    const ada = await room.open('Ada');
    const [ben, cleo, dan] = [await room.join('Ben'), await room.join('Cleo'), await room.join('Dan')];
    await room.command(ada, { do: 'invite', leaf: leaf(cleo.leaf!) });
    await minutes(room, 5);
    await room.command(ada, { do: 'invite', leaf: leaf(dan.leaf!) });
    await room.bringOnStage(ada, ben);
    await room.command(ada, { do: 'makeModerator', leaf: leaf(ben.leaf!) });
    await minutes(room, 5.5);
    room.chooseActing(ben);
    await room.settle();
    room.mute.add(ada);
    await room.fact('onStage', cleo);
    await room.fact('onStage', dan);
    await room.pass(1_000);
    expect(names(room)).toEqual(['Ada', 'Ben', 'Dan']);
  });
});
