import { createFakeRoom, type FakeRoom } from '@stoa/client/fake';
import { createNodeParticipant, type NodeParticipant } from '@stoa/client/node';
import { leaf } from '@stoa/protocol';
import { createServer, type RunningServer } from '@stoa/server';
import { afterAll, beforeAll } from 'vitest';
import { type Other, roomContract } from './room-contract.ts';

const fakeOther = (room: FakeRoom, at: number): Other => {
  const { driver } = room;
  return {
    leaf: leaf(at),
    raisesHand: async () => driver.raisesHand(leaf(at)),
    invites: async () => driver.inviteMe(),
    mutes: async () => driver.muteMe(),
    movesToAudience: async () => driver.moveMeToAudience(),
    removes: async () => driver.close('removed'),
    says: async (text) => void driver.says(leaf(at), text),
    reacts: async (sign) => driver.reacts(sign),
    silences: async (whom, silenced) => driver.silences(whom, silenced),
    chatIsFor: async (who) => driver.chatIsFor(who),
  };
};

roomContract('the fake', {
  moderator: async (names) => {
    const room = createFakeRoom({ me: { role: 'moderator' } });
    const others = names.map((name) => fakeOther(room, room.driver.joins(name)));
    return { room, others, close: async () => {} };
  },
  listener: async () => {
    const room = createFakeRoom({ people: [{ name: 'Host', role: 'moderator' }] });
    return { room, others: [fakeOther(room, 0)], close: async () => {} };
  },
});

let server: RunningServer;
beforeAll(async () => {
  server = await createServer({ port: 0 });
});
afterAll(async () => {
  await server.stop();
});

const connected = (participant: NodeParticipant) =>
  participant.until(({ phase }) => phase.is === 'live' && phase.media === 'connected');
const come = async (name: string, link?: string) => {
  const participant = await createNodeParticipant({
    server: server.url,
    name,
    ear: 'frames',
    ...(link !== undefined && { link }),
  });
  await connected(participant);
  return participant;
};
const realOther = (participant: NodeParticipant): Other => {
  const { room } = participant;
  const sure = async (outcome: ReturnType<typeof room.raiseHand>) => {
    const done = await outcome;
    if (!done.ok) throw new Error(`refused: ${done.why}`);
  };
  return {
    leaf: room.view.me!.leaf,
    raisesHand: () => sure(room.raiseHand()),
    invites: (at) => sure(room.invite(at)),
    mutes: (at) => sure(room.mute(at)),
    movesToAudience: (at) => sure(room.moveToAudience(at)),
    removes: (at) => sure(room.remove(at)),
    says: (text) => sure(room.say(text)),
    reacts: (sign) => sure(room.react(sign)),
    silences: (at, silenced) => sure(room.silence(at, silenced)),
    chatIsFor: (who) => sure(room.setChat(who)),
  };
};

roomContract('two devices and a server', {
  moderator: async (names) => {
    const host = await come('Host');
    const others: NodeParticipant[] = [];
    for (const name of names) others.push(await come(name, host.room.link));
    return {
      room: host.room,
      others: others.map(realOther),
      close: async () => {
        await Promise.all([...others, host].map((participant) => participant.close()));
      },
    };
  },
  listener: async () => {
    const host = await come('Host');
    const guest = await come('Guest', host.room.link);
    return {
      room: guest.room,
      others: [realOther(host)],
      close: async () => {
        await Promise.all([guest, host].map((participant) => participant.close()));
      },
    };
  },
});
