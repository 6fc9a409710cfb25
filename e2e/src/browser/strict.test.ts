import { expect, test } from 'vitest';
import { evaluate } from '../rig/tone.ts';
import { type ChromiumPerson, PATIENCE, useStage } from '../stage/index.ts';

const stage = useStage();

/** From the start page to an open room in which every frame is signed. */
async function startStrict(host: ChromiumPerson): Promise<string> {
  await host.open(stage.server.url);
  await host.fill('What is it about?', 'On the record');
  await host.fill('Your name in the room', host.name);
  const choice = host.page.getByRole('checkbox', { name: 'Prove every moment of speech', exact: true });
  expect(await choice.isChecked()).toBe(false);
  await choice.check({ timeout: PATIENCE });
  await host.press('button', 'Start a room');
  await host.seesHeading('On the record');
  await expect.poll(() => host.page.url().includes('#'), { timeout: PATIENCE }).toBe(true);
  return host.page.url();
}

type Sent = { readonly packets: number; readonly bytes: number };

/** Payload bytes and packets that a page has sent as RTP. */
const sent = async (person: ChromiumPerson): Promise<Sent> =>
  (await evaluate(person.page, 'stoaStage.sent()')) as Sent;

/** Bytes of the payloads of the next packets. */
async function payloadSize(person: ChromiumPerson): Promise<number> {
  const before = await sent(person);
  let now = before;
  await expect
    .poll(
      async () => {
        now = await sent(person);
        return now.packets - before.packets;
      },
      { timeout: PATIENCE },
    )
    .toBeGreaterThan(50);
  return (now.bytes - before.bytes) / (now.packets - before.packets);
}

test('a strict room: a tone heard, every frame of one larger size, and a mark that says so', async () => {
  const host = await stage.person('Maren', { tone: 440 });
  const link = await startStrict(host);
  const guest = await stage.person('Tomasz', { tone: 1000 });
  await guest.join(link);
  await guest.hears(440);
  const heard = await guest.measures();
  expect(Math.abs(heard.hz - 440)).toBeLessThan(4);
  expect(heard.purity).toBeGreaterThan(0.9);
  await guest.seesPerson('Maren', 'voice verified', 'speaking');
  for (const person of [host, guest]) await person.seesText('Every word signed');
  await guest.press('button', '2 people can hear this. Show how this is known');
  await guest.seesText('Every moment of speech is signed by its speaker');
  await guest.page.keyboard.press('Escape');

  // Speech, silence and mute: level, header, signature, Opus and padding are 215 bytes.
  expect(await payloadSize(host)).toBe(215);
  await host.speak(0);
  await guest.hearsNothing();
  expect(await payloadSize(host)).toBe(215);
  await host.mute();
  expect(await payloadSize(host)).toBe(215);
  await host.unmute();
  await host.speak(440);

  // Somebody who came by the link signs as well.
  await guest.raiseHand();
  await host.inviteHand('Tomasz');
  await host.hears(1000);
  expect(await payloadSize(guest)).toBe(215);
});

test('an ordinary room has no such mark, and its own size', async () => {
  const host = await stage.person('Maren', { tone: 440 });
  await host.startRoom(stage.server.url, 'Sunday coffee');
  await host.seesCanHear(1);
  await host.seesNoText('Every word signed');
  expect(await payloadSize(host)).toBe(167);
});
