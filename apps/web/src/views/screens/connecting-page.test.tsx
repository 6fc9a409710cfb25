// @vitest-environment happy-dom
import { createFakeRoom } from '@stoa/client/fake';
import { act, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { showRoom } from '../../test/show.tsx';

test('who comes while there is no space is told so, and when it is tried again; otherwise nothing is counted down', async () => {
  const room = createFakeRoom({ start: 'connecting' });
  await showRoom(room);
  const said = () => screen.getByRole('status').textContent;
  await waitFor(() => expect(said()).toContain('Finding the room'));
  expect(said()).not.toContain('Trying again');
  act(() => room.driver.reconnecting(1, Date.now() + 8_000, true));
  await waitFor(() => expect(said()).toContain('There is no space right now.'));
  expect(said()).toMatch(/Trying again in \d+ seconds/);
  act(() => room.driver.reconnecting(2, Date.now() + 8_000));
  await waitFor(() => expect(said()).not.toContain('no space'));
});
