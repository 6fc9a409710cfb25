// @vitest-environment happy-dom
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import '../../strings/i18n.ts';
import { ConnectingPage } from './connecting-page.tsx';

afterEach(cleanup);

test('who comes while there is no space is told so, and when it is tried again', async () => {
  render(<ConnectingPage onCancel={() => {}} fullUntil={Date.now() + 8_000} />);
  const status = screen.getByRole('status');
  await waitFor(() => expect(status.textContent).toContain('There is no space right now.'));
  expect(status.textContent).toMatch(/Trying again in [78] seconds/);
});

test('otherwise nothing is counted down', async () => {
  render(<ConnectingPage onCancel={() => {}} />);
  const status = screen.getByRole('status');
  await waitFor(() => expect(status.textContent).toContain('Finding the room'));
  expect(status.textContent).not.toContain('Trying again');
});
