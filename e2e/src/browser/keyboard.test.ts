import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from 'vitest';
import { type ChromiumPerson, eventually, useStage } from '../stage/index.ts';

const stage = useStage();

/** Presses Tab until what has this name has the focus. */
async function tabTo(person: ChromiumPerson, name: string): Promise<void> {
  const passed: string[] = [];
  for (let step = 0; step < 40; step++) {
    const focused = String(await person.page.evaluate('stoaStage.focused()'));
    if (focused === name) return;
    passed.push(focused.slice(0, 40));
    await person.page.keyboard.press('Tab');
  }
  throw new Error(`Tab never came to "${name}"; it passed ${passed.join(' | ')}`);
}

async function pressByKey(person: ChromiumPerson, name: string, key = 'Enter'): Promise<void> {
  await tabTo(person, name);
  await person.page.keyboard.press(key);
}

async function typeByKey(person: ChromiumPerson, label: string, text: string): Promise<void> {
  await tabTo(person, label);
  await person.page.keyboard.type(text);
}

test('start, join, hand, stage, mute and leave with the keyboard alone', async () => {
  const host = await stage.person('Maren', { tone: 440 });
  const guest = await stage.person('Tomasz', { tone: 700 });
  for (const person of [host, guest]) {
    await person.page.addInitScript(
      `addEventListener('pointerdown', () => { window.pointed = true; }, true)`,
    );
  }
  await host.open(stage.server.url);
  await host.seesHeading('A room to talk in. Nobody in between.');
  await typeByKey(host, 'What is it about?', 'Keys only');
  await typeByKey(host, 'Your name in the room', 'Maren');
  await pressByKey(host, 'Start a room');
  await host.seesHeading('Keys only');
  await host.isIn();
  const link = host.page.url();

  await guest.open(link);
  await guest.seesHeading('You are invited to a room');
  await typeByKey(guest, 'Your name in the room', 'Tomasz');
  await pressByKey(guest, 'Join and listen');
  await guest.isIn();
  await guest.hears(440);

  await pressByKey(guest, 'Raise hand to ask for the stage');
  await host.sees('button', 'Invite Tomasz to the stage');
  await pressByKey(host, 'Invite Tomasz to the stage');
  await host.hears(700);
  await pressByKey(guest, 'Your microphone is on. Press to mute', 'Space');
  await host.hearsNothing();
  // The single key, from anywhere.
  await guest.page.keyboard.press('m');
  await host.hears(700);

  // A menu by its own keys.
  await pressByKey(guest, 'Room menu');
  await tabByArrow(guest, 'Step down to the audience');
  await guest.page.keyboard.press('Enter');
  await guest.sees('button', 'Raise hand to ask for the stage');
  await host.hearsNothing();

  // An invitation that asks: its dialog takes the focus and keeps it.
  await pressByKey(host, 'Options for Tomasz');
  await tabByArrow(host, 'Invite to the stage');
  await host.page.keyboard.press('Enter');
  await guest.sees('button', 'Go on stage');
  await pressByKey(guest, 'Go on stage');
  await host.hears(700);

  await pressByKey(guest, 'Leave quietly');
  await guest.seesHeading('You left quietly');
  await host.hearsNothing();
  await host.seesCanHear(1);
  for (const person of [host, guest]) expect(await person.page.evaluate('window.pointed')).toBeUndefined();
});

async function tabByArrow(person: ChromiumPerson, item: string): Promise<void> {
  await person.sees('menuitem', item);
  for (let step = 0; step < 20; step++) {
    if (String(await person.page.evaluate('stoaStage.focused()')).startsWith(item)) return;
    await person.page.keyboard.press('ArrowDown');
  }
  throw new Error(`The arrow keys never came to "${item}"`);
}

const COLOURS_ON_THE_WAY = 'document.getAnimations().filter((one) => one instanceof CSSTransition).length';
const MOVING = `document.getAnimations().filter(({ playState }) => playState === 'running').length`;

async function violations(person: ChromiumPerson): Promise<string[]> {
  // In the frame in which something appears, its colours are not yet those that anybody reads.
  await eventually(
    'nothing to be on the move',
    async () => (await person.page.evaluate(MOVING)) === 0,
    () => person.page.evaluate(MOVING),
  );
  const { violations } = await new AxeBuilder({ page: person.page }).setLegacyMode().analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}

test('axe finds nothing on the live screens', async () => {
  const host = await stage.person('Maren', { tone: 440 });
  const guest = await stage.person('Tomasz', { viewport: { width: 390, height: 844 } });
  // Colours are another matter in the dark, and what has been said of the rest holds there as well.
  const clean = async (person: ChromiumPerson, screen: string, ...schemes: ('light' | 'dark')[]) => {
    for (const colorScheme of schemes) {
      await person.page.emulateMedia({ colorScheme });
      // Whoever asked for less motion sees no colour follow another.
      expect(await person.page.evaluate(COLOURS_ON_THE_WAY), screen).toBe(0);
      expect(await violations(person), `${screen}, ${colorScheme}`).toEqual([]);
    }
  };
  await host.open(stage.server.url);
  await host.seesHeading('A room to talk in. Nobody in between.');
  await clean(host, 'start', 'light', 'dark');
  const link = await host.startRoom(stage.server.url, 'Sunday coffee');
  await clean(host, 'room alone', 'light');
  await guest.open(link);
  await guest.seesHeading('You are invited to a room');
  await clean(guest, 'join', 'dark');
  await guest.join(link);
  await guest.hears(440);
  await clean(guest, 'listener on a phone', 'light', 'dark');
  await guest.raiseHand();
  await host.sees('button', 'Invite Tomasz to the stage');
  await clean(host, 'moderator with a hand', 'light', 'dark');
  await host.press('button', 'Invite people');
  await host.seesText('Or point a phone camera at the code.');
  await clean(host, 'share', 'dark');
  await host.press('button', 'Close');
  await host.press('button', '2 people can hear this. Show how this is known');
  await host.seesText('Safety code');
  await clean(host, 'who can hear', 'light');
  await host.press('button', 'Close');
  await host.press('button', 'Options for Tomasz');
  await host.sees('menuitem', 'Remove from the room');
  await clean(host, 'menu of a person', 'light');
  await host.page.keyboard.press('Escape');
  await guest.leave();
  await guest.seesHeading('You left quietly');
  await clean(guest, 'left', 'light');
});
