import type { Room } from '@stoa/client';
import { useSyncExternalStore } from 'react';
import { useMissingParts } from '../../state/use-support.ts';
import { ClosedPage } from '../screens/closed-page.tsx';
import { ConnectingPage } from '../screens/connecting-page.tsx';
import { DoorPage } from '../screens/door-page.tsx';
import { UnsupportedPage } from '../screens/unsupported-page.tsx';
import { RoomScreen } from './room-screen.tsx';

/** One stay in a room, from the door to the last screen. */
export function RoomPage({
  room,
  name,
  onAgain,
  onCancel,
}: {
  room: Room;
  name: string;
  onAgain: () => void;
  onCancel: () => void;
}) {
  const phase = useSyncExternalStore(room.subscribe, () => room.view.phase);
  const inside = useSyncExternalStore(room.subscribe, () => room.view.me !== undefined);
  const missing = useMissingParts();
  switch (phase.is) {
    case 'closed':
      if (phase.why === 'unsupportedBrowser') return <UnsupportedPage missing={missing ?? []} />;
      return <ClosedPage why={phase.why} retryInMs={phase.retryInMs} onAgain={onAgain} room={room} />;
    case 'waiting':
      return <DoorPage waitingFor={phase.for} name={name} onCancel={onCancel} />;
    case 'connecting':
      return <ConnectingPage onCancel={onCancel} />;
    case 'reconnecting':
      if (inside) return <RoomScreen room={room} />;
      return <ConnectingPage onCancel={onCancel} fullUntil={phase.full && phase.nextTryAt} />;
    case 'live':
      return <RoomScreen room={room} />;
  }
}
