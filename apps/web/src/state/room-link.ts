import type { RoomCard } from '@stoa/protocol/social';

/** Path and fragment of a room's link, as far as a card knows it: not for closed rooms. */
export const linkOf = ({ room, keyHash }: Pick<RoomCard, 'room' | 'keyHash'>): string | undefined =>
  keyHash && `/r/${room.reveal()}#${keyHash.reveal()}`;
