import type { Room } from '@stoa/client';
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from 'react';
import { keyOf, type LineKey, unseen } from '../../../state/chat-lines.ts';
import { useRoom, useRoomView } from '../../../state/use-store.ts';

type ChatOpen = {
  readonly open: boolean;
  readonly setOpen: (open: boolean) => void;
  /** The line that was seen last. */
  readonly seen: LineKey | undefined;
};

/** Also while one looks around in the app, and the room is not on the screen. */
const seenIn = new WeakMap<Room, LineKey>();
const Context = createContext<ChatOpen | undefined>(undefined);

export function useChatOpen(): ChatOpen {
  const chat = use(Context);
  if (!chat) throw new Error('ChatOpenProvider is missing around this component');
  return chat;
}

/** Whether the panel is open, and up to where it was read: while it is open, everything is. */
export function ChatOpenProvider({ children }: { children: ReactNode }) {
  const room = useRoom();
  const [open, show] = useState(false);
  const [seen, setSeen] = useState(() => seenIn.get(room));
  const see = useCallback(() => {
    const last = room.view.chat.lines.at(-1);
    if (!last) return;
    seenIn.set(room, keyOf(last));
    setSeen(keyOf(last));
  }, [room]);
  const setOpen = useCallback(
    (next: boolean) => {
      see();
      show(next);
    },
    [see],
  );
  useEffect(() => {
    if (!open) return;
    return room.subscribe(see);
  }, [open, room, see]);
  const chat = useMemo(() => ({ open, setOpen, seen }), [open, setOpen, seen]);
  return <Context value={chat}>{children}</Context>;
}

/** How many lines nobody here has seen yet. */
export function useUnseen(): number {
  const { open, seen } = useChatOpen();
  const lines = useRoomView((view) => view.chat.lines);
  return useMemo(() => (open ? 0 : unseen(lines, seen).length), [open, lines, seen]);
}
