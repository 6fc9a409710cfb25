import { expect, test } from 'vitest';
import { longestQuiet, useStage } from '../stage/index.ts';

const stage = useStage();

test('a listener goes on stage, is muted, moved and removed; the others hear what they should all the while', async () => {
  const host = await stage.person('Maren', { tone: 440 });
  const link = await host.startRoom(stage.server.url, 'Open mic');
  const guest = await stage.person('Tomasz', { tone: 700 });
  await guest.join(link);
  const third = await stage.person('Ines');
  await third.join(link);
  await third.hears(440);
  await guest.hears(440);
  await third.watchesSound();
  await host.seesCanHear(3);
  const before = await guest.counts();

  // Hand, invitation, stage: who raised a hand has said yes already (R41).
  await guest.raiseHand();
  await guest.seesText('You are next.');
  await host.inviteHand('Tomasz');
  for (const person of [host, third]) {
    await person.hears(700);
    await person.seesPerson('Tomasz', 'Speaker', 'voice verified');
  }
  expect(await guest.counts(), 'no renegotiation').toEqual(before);
  await guest.hears(440);

  // Muted by the moderator, back by itself.
  await host.choose('Tomasz', 'Mute');
  await third.hearsNoMore(700);
  await third.seesPerson('Tomasz', 'muted');
  await guest.seesText('A moderator muted you.');
  await guest.unmute();
  await third.hears(700);

  // Muted by itself.
  await guest.mute();
  await third.hearsNoMore(700);
  await guest.unmute();
  await third.hears(700);

  // Back to the audience: heard no more, still hearing.
  await host.choose('Tomasz', 'Move to the audience');
  await third.hearsNoMore(700);
  await host.hearsNothing();
  await guest.sees('button', 'Raise hand to ask for the stage');
  await guest.hears(440);

  // Invited without having asked: heard only after having said yes.
  await host.choose('Tomasz', 'Invite to the stage');
  await guest.sees('button', 'Go on stage');
  await host.hearsNothing();
  await guest.accept();
  await host.hears(700);
  await third.hears(700);
  expect(await guest.counts(), 'still no renegotiation').toEqual(before);

  // Removed: out, deaf, and not let in again.
  await host.remove('Tomasz');
  await guest.seesHeading('You were removed from the room');
  await guest.hearsNothing();
  await host.seesNobodyCalled('Tomasz');
  await host.seesCanHear(2);
  // The server tells the removed no more than strangers.
  await guest.knock(link);
  await guest.seesHeading('There is no such room');
  await third.hears(440);
  await third.seesCanHear(2);

  expect(longestQuiet(await third.turns()), 'the third listener never lost the sound').toBeLessThan(1000);
});

test('an invited listener says "not now", and a hand is lowered', async () => {
  const host = await stage.person('Maren', { tone: 0 });
  const link = await host.startRoom(stage.server.url, 'Open mic');
  const guest = await stage.person('Tomasz', { tone: 700 });
  await guest.join(link);
  await host.choose('Tomasz', 'Invite to the stage');
  await guest.press('button', 'Not now');
  await guest.raiseHand();
  await host.sees('button', 'Invite Tomasz to the stage');
  await guest.lowerHand();
  await host.seesText('No hands are up.');
  await host.hearsNothing();
});

test('another moderator ends the room for everyone', async () => {
  const host = await stage.person('Maren', { tone: 440 });
  const link = await host.startRoom(stage.server.url, 'Open mic');
  const second = await stage.person('Tomasz', { tone: 700 });
  await second.join(link);
  await host.choose('Tomasz', 'Invite to the stage');
  await second.accept();
  await host.hears(700);
  await host.choose('Tomasz', 'Make moderator');
  await second.seesText('You are a moderator now.');
  await second.endRoom();
  for (const person of [host, second]) await person.seesHeading('The room has ended');
  await host.hearsNothing();
});
