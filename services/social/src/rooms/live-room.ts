import type { Slot } from '@stoa/core/hallway';
import type { LinkFragment, RoomHandle } from '@stoa/protocol';
import type {
  AccountId,
  ClubId,
  HandsPolicy,
  Language,
  RoomKind,
  sealedLinkSchema,
  Topic,
} from '@stoa/protocol/social';
import type { z } from 'zod';

export type SealedLink = z.output<typeof sealedLinkSchema>;
export type SeatRole = 'moderator' | 'speaker' | 'listener';
export type Seat = { readonly account: AccountId; readonly role: SeatRole };

/** What the opener said and moderators may edit. */
export type RoomWords = {
  readonly kind: RoomKind;
  /** Undefined for closed rooms alone. */
  readonly title: string | undefined;
  readonly club: { readonly club: ClubId; readonly name: string } | undefined;
  readonly topics: readonly Topic[];
  readonly languages: readonly Language[];
  readonly capacity: number;
  readonly guests: boolean;
  readonly byLink: boolean;
  readonly hands: HandsPolicy;
};

/** A room of the app, from its creation to its end. It lives in this process and is written nowhere. */
export type LiveRoom = {
  readonly handle: RoomHandle;
  readonly opener: AccountId;
  words: RoomWords;
  state: 'waiting' | 'live' | 'ended';
  /** Of the room key, once the opener's device has said it. */
  keyHash: LinkFragment | undefined;
  /** Unix ms, to the minute. */
  openedAt: number;
  /** Where it stands in the hallway, once it is live and may be found. */
  slot: Slot | undefined;
  /** Who has a seat, by account, in the order of coming. */
  readonly seats: Map<string, Seat>;
  /** Those of them who are moderators or speakers: asked for far more often than everybody, and always few. */
  readonly stage: Map<string, Seat>;
  /** Pseudonyms of people without an account who have a seat. */
  readonly guests: Set<string>;
  /** Whose pseudonym is whose, as long as the room lives. */
  readonly people: Map<string, AccountId>;
  readonly invited: Map<string, readonly SealedLink[]>;
  /** Not to come back: blocked while in it, or banned. */
  readonly barred: Set<string>;
  reported: boolean;
  /** Rises with everything that its card shows. */
  version: number;
  /** What of its card is the same for everybody, as it was at that version (`cards.ts`). */
  written:
    | {
        readonly version: number;
        readonly shared: string;
        readonly faces: string;
        /** The whole card, for whoever has nothing to do with the room. */
        readonly plain: string;
      }
    | undefined;
};

export const onStage = ({ role }: Seat): boolean => role !== 'listener';

export const stageOf = (room: LiveRoom): Seat[] => [...room.stage.values()];

export const peopleIn = (room: LiveRoom): number => room.seats.size + room.guests.size;
