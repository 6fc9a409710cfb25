import type { Body, Reaction } from './words.ts';

export type MessageId = { readonly leaf: number; readonly counter: number };
/** One message as the room shows it. Who it is by name is the roster's business. */
export type BoardMessage = MessageId & {
  readonly text: string;
  /** When it came here, ms. */
  readonly at: number;
  readonly hiddenBy?: number;
  /** Something that its author wrote before did not come here. */
  readonly missedBefore?: true;
};
export type Pin = { readonly url: string; readonly title: string; readonly by: number };
export type ShownReaction = { readonly sign: Reaction; readonly at: number; readonly number: number };
export type Board = {
  readonly messages: readonly BoardMessage[];
  readonly pin: Pin | undefined;
  readonly reactions: readonly ShownReaction[];
  /** How many were ever shown: the next reaction's number. */
  readonly reacted: number;
};

export const messagesKept = 200;
export const reactionsKept = 30;
export const reactionMs = 4_000;

export const emptyBoard: Board = { messages: [], pin: undefined, reactions: [], reacted: 0 };

/** A proven message. `moderates`: is its author a moderator by the signed head now? */
export type Author = MessageId & { readonly moderates: boolean; readonly missedBefore?: boolean };

export function wrote(board: Board, by: Author, body: Body, now: number): Board {
  const { moderates } = by;
  switch (body.k) {
    case 'chat': {
      const { leaf, counter, missedBefore } = by;
      const message = { leaf, counter, text: body.text, at: now, ...(missedBefore && { missedBefore }) };
      return { ...board, messages: [...board.messages, message].slice(-messagesKept) };
    }
    case 'pin': {
      const { url, title } = body;
      // Said again for those who came since: it stays whose it was.
      const isSame = board.pin?.url === url && board.pin.title === title;
      return moderates && !isSame ? { ...board, pin: { url, title, by: by.leaf } } : board;
    }
    case 'unpin':
      return moderates ? { ...board, pin: undefined } : board;
    case 'hide': {
      if (!moderates && body.leaf !== by.leaf) return board;
      const isIt = (each: BoardMessage) =>
        each.leaf === body.leaf && each.counter === body.counter && each.hiddenBy === undefined;
      if (!board.messages.some(isIt)) return board;
      const hidden = (each: BoardMessage): BoardMessage => ({ ...each, text: '', hiddenBy: by.leaf });
      return { ...board, messages: board.messages.map((each) => (isIt(each) ? hidden(each) : each)) };
    }
  }
}

export function reacted(board: Board, sign: Reaction, now: number): Board {
  const shown = [...board.reactions, { sign, at: now, number: board.reacted }].slice(-reactionsKept);
  return { ...board, reactions: shown, reacted: board.reacted + 1 };
}

/** Takes down what is over; the same board when nothing is. */
export function faded(board: Board, now: number): Board {
  const left = board.reactions.filter(({ at }) => at + reactionMs > now);
  return left.length === board.reactions.length ? board : { ...board, reactions: left };
}
