import { expect, test } from 'vitest';
import { isLong } from '../rig/config.ts';
import { type ChromiumPerson, eventually, PATIENCE, useStage } from '../stage/index.ts';

const stage = useStage();

const openChat = (person: ChromiumPerson) => person.page.getByRole('button', { name: /^Chat/ }).click();
const chatOf = (person: ChromiumPerson) => person.page.getByRole('log', { name: 'Messages' });

async function write(person: ChromiumPerson, text: string): Promise<void> {
  await person.fill('Write to the room', text);
  await person.page.keyboard.press('Enter');
}

async function reads(person: ChromiumPerson, text: string): Promise<void> {
  await chatOf(person).getByText(text).first().waitFor({ timeout: PATIENCE });
}

async function chooses(person: ChromiumPerson, author: string, choice: string): Promise<void> {
  const options = person.page.getByRole('button', { name: `Options for the message of ${author}` });
  await options.last().focus();
  await person.page.keyboard.press('Enter');
  await person.press('menuitem', choice, 'start');
}

test('people write and react, and moderators hide, pin, silence and close the chat', async () => {
  const host = await stage.person('Maren', { tone: 440 });
  const link = await host.startRoom(stage.server.url, 'Sunday coffee');
  const guest = await stage.person('Tomasz');
  await guest.join(link);
  await guest.hears(440);

  // What is written reaches the other; a closed panel says so with a mark and in words.
  await openChat(host);
  await host.seesText('Nothing written yet.');
  await write(host, 'Good evening, everybody');
  await reads(host, 'Good evening, everybody');
  await guest.sees('button', 'Chat, 1 new message');
  await openChat(guest);
  await reads(guest, 'Good evening, everybody');
  await write(guest, 'Hello from Łódź\nhttps://library.example/list');
  await reads(host, 'Hello from Łódź');
  expect(await chatOf(host).getByRole('link').getAttribute('href')).toBe('https://library.example/list');

  // The sound goes on beside it.
  await guest.hears(440);

  // A link from a message is put up for everybody, with its host to be read before it is opened.
  await chooses(host, 'Tomasz', 'Pin the link');
  await host.seesText('Leads to library.example');
  await host.fill('What is it?', 'What we read');
  await host.press('button', 'Pin for everyone');
  for (const person of [host, guest]) {
    const pinned = person.page.getByRole('region', { name: 'Pinned link' });
    await pinned.waitFor({ timeout: PATIENCE });
    expect(await pinned.innerText()).toMatch(/What we read\s+library\.example · pinned by Maren/);
  }

  // Hidden: nothing of it is left on either screen.
  await write(guest, 'something rude');
  await reads(host, 'something rude');
  await chooses(host, 'Tomasz', 'Hide the message');
  for (const person of [host, guest]) {
    await person.seesText('Hidden by Maren');
    await person.seesNoText('something rude');
  }

  // A reaction is nameless and passes.
  await guest.press('button', 'React');
  await guest.press('button', 'Applause');
  await shows(host, '👏', true);
  await shows(host, '👏', false);
  await guest.page.keyboard.press('Escape');

  // Silenced: told so, and unable to write or react; the sound stays.
  await write(guest, 'one more thing');
  await reads(host, 'one more thing');
  await chooses(host, 'Tomasz', 'Stop from writing');
  await guest.seesText('A moderator has stopped you from writing.');
  expect(await guest.page.getByRole('button', { name: 'React' }).count()).toBe(0);
  await guest.hears(440);
  await host.press('button', 'Options for Tomasz');
  await host.press('menuitem', 'Let write again');
  await write(guest, 'back again');
  await reads(host, 'back again');

  // Only the stage writes.
  await host.press('button', 'Room menu');
  await host.press('menuitem', 'Room settings…');
  await host.press('radio', 'People on stage');
  await guest.seesText('Only people on stage can write now.');
  await host.press('button', 'Close');
  await write(host, 'The stage still writes');
  await reads(guest, 'The stage still writes');
  await host.press('button', 'Take the pinned link down');
  await guest.seesNoText('pinned by Maren');
}, 180_000);

// Half a minute of waiting, which the tests of the room's decisions do in no time.
test.runIf(isLong())(
  'who raises a hand has so much time, sees it, and is kept by a moderator',
  async () => {
    const host = await stage.person('Maren', { tone: 440 });
    const link = await host.startRoom(stage.server.url, 'Open mic');
    await host.press('button', 'Room menu');
    await host.press('menuitem', 'Room settings…');
    await host.page.getByLabel('Time for new speakers').selectOption({ label: '30 seconds' });
    await host.press('button', 'Close');
    const kept = await stage.person('Ines', { tone: 700 });
    await kept.join(link);
    const passing = await stage.person('Tomasz', { tone: 900 });
    await passing.join(link);
    for (const [person, tone] of [
      [kept, 700],
      [passing, 900],
    ] as const) {
      await person.raiseHand();
      await host.inviteHand(person.name);
      await host.hears(tone);
      await person.seesText('Your time on stage:');
      await person.mute();
    }
    await host.press('button', 'Options for Ines');
    await host.press('menuitem', 'Keep on stage');
    await kept.seesNoText('Your time on stage:');
    // The other's time runs out.
    await passing.unmute();
    await host.hears(900);
    await passing.sees('button', 'Raise hand to ask for the stage', 45_000);
    await host.hearsNoMore(900);
    await kept.unmute();
    await host.hears(700);
  },
  180_000,
);

async function shows(person: ChromiumPerson, text: string, there: boolean): Promise<void> {
  await eventually(
    `"${text}" to be ${there ? 'there' : 'gone'}`,
    async () =>
      (await person.page.evaluate((wanted) => document.body.innerText.includes(wanted), text)) === there,
  );
}
