import { afterEach, expect, test, vi } from 'vitest';
import { type MediaPort, mediaControls } from './media-session.ts';

function device(lacking: readonly string[] = []) {
  const handlers = new Map<string, () => void>();
  const port: MediaPort = {
    metadata: null,
    playbackState: 'none',
    setActionHandler: (action: string, handler: MediaSessionActionHandler | null) => {
      if (lacking.includes(action)) throw new TypeError('no such action');
      if (handler) handlers.set(action, handler as () => void);
      else handlers.delete(action);
    },
  };
  return { port, press: (action: string) => handlers.get(action)?.(), handlers };
}
const acts = () => ({ setMicrophone: vi.fn(), hangUp: vi.fn(), listen: vi.fn() });

afterEach(() => void vi.unstubAllGlobals());

test('the device’s controls mute, hang up and listen, and show the app alone', () => {
  vi.stubGlobal(
    'MediaMetadata',
    class {
      readonly title: string;
      constructor({ title }: { title: string }) {
        this.title = title;
      }
    },
  );
  const { port, press, handlers } = device();
  const does = acts();
  const end = mediaControls(port, 'In a room', does);
  expect(port).toMatchObject({ playbackState: 'playing', metadata: { title: 'In a room' } });
  press('togglemicrophone');
  press('pause');
  expect(does.setMicrophone.mock.calls).toEqual([[undefined], [false]]);
  press('play');
  expect(does.listen).toHaveBeenCalledOnce();
  press('hangup');
  press('stop');
  expect(does.hangUp).toHaveBeenCalledTimes(2);
  end();
  expect(handlers.size).toBe(0);
  expect(port).toMatchObject({ playbackState: 'none', metadata: null });
});

test('a browser that lacks some of them has the others', () => {
  const { port, press } = device(['togglemicrophone', 'hangup']);
  const does = acts();
  mediaControls(port, 'In a room', does);
  press('stop');
  expect(does.hangUp).toHaveBeenCalledOnce();
});
