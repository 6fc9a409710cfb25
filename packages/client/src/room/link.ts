import { fromBase64Url, type LinkFragment, linkFragment, type RoomHandle, roomHandle } from '@stoa/protocol';

export type InviteLink = {
  /** Where the room lives; undefined for a bare path, which means the server that the app itself came from. */
  readonly server: string | undefined;
  readonly room: RoomHandle;
  readonly fragment: LinkFragment;
};

/** Reads `https://host/r/<handle>#<fragment>` or its path. Undefined for anything else. */
export function readLink(link: string): InviteLink | undefined {
  const match = /^(?:(https?:\/\/[^/?#]+))?\/r\/([A-Za-z0-9_-]{22})\/?#([A-Za-z0-9_.-]{1,100})$/.exec(
    link.trim(),
  );
  if (!match) return undefined;
  const [, server, room, fragment] = match;
  if (fromBase64Url(room!)?.length !== 16) return undefined;
  return { server, room: roomHandle(room!), fragment: linkFragment(fragment!) };
}

/** Path and fragment: what the app puts behind its own address. */
export const writeLink = (room: RoomHandle, fragment: LinkFragment): string =>
  `/r/${room.reveal()}#${fragment.reveal()}`;
