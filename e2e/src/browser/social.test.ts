import { expect, test } from 'vitest';
import { PATIENCE, signUp, useStage } from '../stage/index.ts';

const stage = useStage({ server: { env: { STOA_ACCOUNTS: '1' } } });

test('two people sign up, one follows the other, sees the room in the hallway and hears it', async () => {
  const { url } = stage.server;
  const ada = await stage.person('Ada Brandt', { tone: 440 });
  await signUp(ada, url, 'ada');
  const bo = await stage.person('Bo Lind');
  await signUp(bo, url, 'bolind');
  await bo.seesText('It is quiet right now');

  await bo.page.getByRole('link', { name: 'Find people' }).click({ timeout: PATIENCE });
  await bo.page.getByRole('searchbox', { name: 'Search people and rooms' }).fill('ada');
  await bo.press('button', 'Follow Ada Brandt');
  await bo.sees('button', 'Following Ada Brandt. Press to unfollow');
  await bo.page.getByRole('link', { name: 'Rooms' }).first().click();
  await bo.seesHeading('Live now');

  await ada.page.getByRole('link', { name: 'Start a room' }).first().click({ timeout: PATIENCE });
  await ada.fill('What is it about?', 'Sunday coffee');
  await ada.press('button', 'Start a room');
  await ada.seesHeading('Sunday coffee');
  const opened = performance.now();
  await bo.seesText('Sunday coffee');
  const shownAfter = performance.now() - opened;
  await bo.seesText('1 person you follow is here');
  expect(shownAfter).toBeLessThan(PATIENCE);

  await bo.press('button', 'Listen to Sunday coffee');
  await bo.seesHeading('Sunday coffee');
  await bo.hears(440);
  await ada.seesPerson('Bo Lind');

  // One looks around and stays in the room.
  await bo.page.goBack();
  await bo.seesHeading('Live now');
  await bo.hears(440);
  await bo.page.getByRole('button', { name: /Back to the room/ }).click();
  await bo.seesHeading('Sunday coffee');
  await bo.leave();
});

test('who signs out is out, and signs in again with the same passkey', async () => {
  const ada = await stage.person('Cleo Sand');
  await signUp(ada, stage.server.url, 'cleo');
  await ada.page.getByRole('button', { name: 'You' }).first().click();
  await ada.press('menuitem', 'Sign out');
  await ada.seesHeading('A room to talk in. Nobody in between.');
  await ada.page.getByRole('link', { name: 'Sign in' }).click();
  await ada.press('button', 'Sign in with a passkey');
  await ada.seesHeading('Live now');
  await ada.page.getByRole('button', { name: 'You' }).first().click();
  await ada.press('menuitem', 'Your profile');
  await ada.seesHeading('Cleo Sand');
});
