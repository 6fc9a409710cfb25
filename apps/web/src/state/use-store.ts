import type { Room, RoomView } from '@stoa/client';
import { createContext, use, useSyncExternalStore } from 'react';
import type { Call } from '../api/call.ts';
import type { LiveLine } from '../api/live-line.ts';
import type { Mail } from '../device/mail.ts';
import type { Devices } from '../device/own-device.ts';
import type { Program } from '../pwa/app-program.ts';
import type { Install } from '../pwa/install.ts';
import type { DevicePrefs, PrefsStore } from './device-prefs.ts';
import type { ClientPort, Visit, VisitStore } from './visit.ts';

/** What every screen may reach. */
export type AppState = {
  readonly client: ClientPort;
  /** The app's server, around the rooms. */
  readonly call: Call;
  readonly live: LiveLine;
  /** This browser as a device of whoever is signed in. */
  readonly devices: Devices;
  /** What is written between two people, on this device. */
  readonly mail: Mail;
  readonly prefs: PrefsStore;
  readonly visit: VisitStore;
  /** The app as a program on this device; absent where nothing is served, as in pictures. */
  readonly program?: Program;
  readonly install?: Install;
};

export const AppStateContext = createContext<AppState | undefined>(undefined);
export const RoomContext = createContext<Room | undefined>(undefined);

export function useApp(): AppState {
  const app = use(AppStateContext);
  if (!app) throw new Error('AppStateContext is missing around this component');
  return app;
}

export const usePrefs = (): DevicePrefs => {
  const { prefs } = useApp();
  return useSyncExternalStore(prefs.subscribe, prefs.get);
};

export const useVisit = (): Visit => {
  const { visit } = useApp();
  return useSyncExternalStore(visit.subscribe, visit.get);
};

export function useRoom(): Room {
  const room = use(RoomContext);
  if (!room) throw new Error('RoomContext is missing around this component');
  return room;
}

/** One part of the room's view. `select` must return a part of the view itself, so that equal means unchanged. */
export function useRoomView<T>(select: (view: RoomView) => T): T {
  const room = useRoom();
  return useSyncExternalStore(room.subscribe, () => select(room.view));
}
