// @vitest-environment happy-dom
import { fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { en } from '../../strings/en.ts';
import { show } from '../../test/show.tsx';

const words = en.checkPage;
const good = { server: true, signaling: 'good', way: 'udp', tookMs: 240, clockAheadMs: 0 } as const;

beforeEach(() => {
  vi.stubGlobal('isSecureContext', true);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test('anybody can check, signed in or not, and is told what each part is about', async () => {
  const checkConnection = vi.fn(async () => ({ ...good, way: 'tcp' as const }));
  await show({ path: '/check', client: { checkConnection } });
  fireEvent.click(screen.getByRole('button', { name: words.start }));
  await screen.findByText(words.says.soundTcp);
  expect(checkConnection).toHaveBeenCalledWith(window.location.origin);
  expect(screen.getByText(words.says.roomsGood)).toBeTruthy();
  expect(screen.getByText(words.says.microphoneNone)).toBeTruthy();
  expect(screen.getAllByRole('listitem')).toHaveLength(7);
  expect(screen.getByRole('button', { name: words.again })).toBeTruthy();
});

test('a browser that cannot take part is not sent into a room', async () => {
  const checkConnection = vi.fn(async () => good);
  await show({ path: '/check', client: { checkConnection, missingParts: async () => ['webrtc'] } });
  fireEvent.click(screen.getByRole('button', { name: words.start }));
  await screen.findByText(words.says.browserBad);
  await screen.findByRole('button', { name: words.again });
  expect(checkConnection).not.toHaveBeenCalled();
});
