import type { Roster } from '@stoa/e2ee';
import type { ChatWho, Leaf, Role } from '@stoa/protocol';
import type { ChatLine, RoomChat } from '../room-view.ts';
import { type Board, type BoardMessage, emptyBoard } from './board.ts';

/** What a room knows of its chat. */
export type ChatFacts = {
  readonly board: Board;
  /** Names of authors, as the log gave them when they wrote: some have left since. */
  readonly names: ReadonlyMap<number, string>;
  /** Leaves that were this device's before it joined afresh. */
  readonly earlierMe: readonly Leaf[];
  /** May this device's person write and react no longer? */
  readonly silenced: boolean;
  /** What moderators are told of everybody. */
  readonly silences: readonly Leaf[];
};

export const noChat: ChatFacts = {
  board: emptyBoard,
  names: new Map(),
  earlierMe: [],
  silenced: false,
  silences: [],
};

export type ChatSight = {
  readonly who: ChatWho;
  readonly me: Leaf | undefined;
  readonly role: Role;
  /** Of somebody whom the roster shows now. */
  readonly nameOf: (leaf: Leaf) => string | undefined;
  readonly roster: Roster | undefined;
};

export function chatView(chat: ChatFacts, sight: ChatSight): RoomChat {
  const { board, silenced } = chat;
  const { who, role } = sight;
  const isHere = sight.me !== undefined && !silenced;
  const allowed = role === 'moderator' || who === 'everybody' || (who === 'stage' && role === 'speaker');
  const { pin } = board;
  return {
    who,
    mayWrite: isHere && allowed,
    mayReact: isHere,
    silenced: role === 'moderator' ? chat.silences : [],
    lines: linesOf(chat, sight),
    pin: pin && { url: pin.url, title: pin.title, byName: nameIn(chat, sight, pin.by) },
    reactions: board.reactions,
  };
}

type Drawn = { readonly of: readonly unknown[]; readonly lines: readonly ChatLine[] };
/** Rings change ten times a second, messages and rosters rarely. */
const remembered = new WeakMap<readonly BoardMessage[], Drawn>();

function linesOf(chat: ChatFacts, sight: ChatSight): readonly ChatLine[] {
  const { messages } = chat.board;
  const of = [sight.roster, chat.names, chat.earlierMe];
  const known = remembered.get(messages);
  if (known?.of.every((each, at) => each === of[at])) return known.lines;
  const lines = messages.map((message): ChatLine => {
    const { leaf, counter, text, at, hiddenBy, missedBefore } = message;
    return {
      ...{ leaf: leaf as Leaf, counter, text, at },
      name: nameIn(chat, sight, leaf),
      missedBefore: missedBefore ?? false,
      isMe: leaf === sight.me || chat.earlierMe.some((mine) => mine === leaf),
      hidden: hiddenBy === undefined ? undefined : { byName: nameIn(chat, sight, hiddenBy) },
    };
  });
  remembered.set(messages, { of, lines });
  return lines;
}

const nameIn = (chat: ChatFacts, sight: ChatSight, leaf: number): string =>
  sight.nameOf(leaf as Leaf) || (chat.names.get(leaf) ?? '');
