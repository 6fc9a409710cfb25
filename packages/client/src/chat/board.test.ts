import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Board,
  emptyBoard,
  faded,
  messagesKept,
  reacted,
  reactionMs,
  reactionsKept,
  wrote,
} from './board.ts';
import {
  type Body,
  chatCodePoints,
  cleanChat,
  cleanLink,
  decodeBody,
  decodeReaction,
  encodeBody,
  encodeReaction,
  reactions,
} from './words.ts';

const say = (board: Board, leaf: number, counter: number, text = 'hello') =>
  wrote(board, { leaf, counter, moderates: false }, { k: 'chat', text }, 0);

describe('bodies', () => {
  it('T1 every body comes back as it was, and anything else is dropped', () => {
    const bodies: Body[] = [
      { k: 'chat', text: 'Good evening\nfrom here' },
      { k: 'pin', url: 'https://example.org/a?b=c', title: 'Slides' },
      { k: 'unpin' },
      { k: 'hide', leaf: 3, counter: 9 },
    ];
    for (const body of bodies) {
      expect(decodeBody(encodeBody(body))).toEqual({ body, after: undefined });
      expect(decodeBody(encodeBody(body, 7))).toEqual({ body, after: 7 });
    }
    for (const sign of reactions) expect(decodeReaction(encodeReaction(sign))).toBe(sign);
    fc.assert(fc.property(fc.uint8Array(), (bytes) => decodeBody(bytes) === undefined));
    fc.assert(
      fc.property(fc.json(), (text) => {
        const read = decodeBody(new TextEncoder().encode(text));
        expect(read === undefined || decodeBody(encodeBody(read.body)) !== undefined).toBe(true);
      }),
    );
    expect(decodeReaction(Uint8Array.of(1, 99))).toBeUndefined();
    expect(decodeReaction(Uint8Array.of(2, 0))).toBeUndefined();
  });

  it('T2 text is cleaned, keeps six lines, and is refused whole when it does not fit', () => {
    expect(cleanChat('  hi \u202ethere  ')).toBe('hi there');
    expect(cleanChat('a\r\nb\n\n\n\nc')).toBe('a\nb\n\nc');
    expect(cleanChat('\n \n')).toBeUndefined();
    expect(cleanChat('x'.repeat(chatCodePoints))).toHaveLength(chatCodePoints);
    expect(cleanChat('x'.repeat(chatCodePoints + 1))).toBeUndefined();
    expect(cleanChat(`short\n${'x'.repeat(chatCodePoints + 1)}`)).toBeUndefined();
    expect(cleanChat('1\n2\n3\n4\n5\n6\n7')).toBeUndefined();
    expect(decodeBody(encodeBody({ k: 'chat', text: 'tricky\u202etxet' }))).toBeUndefined();
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const cleaned = cleanChat(text);
        if (cleaned !== undefined) expect(cleanChat(cleaned)).toBe(cleaned);
      }),
    );
  });

  it('T6 only https links with a host name are links', () => {
    expect(cleanLink('https://example.org/x')?.hostname).toBe('example.org');
    for (const text of [
      'http://example.org',
      'javascript:alert(1)',
      'https://user:pw@example.org',
      'https://localhost/',
      `https://example.org/${'a'.repeat(500)}`,
      'nothing',
    ])
      expect(cleanLink(text), text).toBeUndefined();
  });
});

describe('the board', () => {
  it('T3 keeps the newest messages in the order in which they came', () => {
    let board = emptyBoard;
    for (let counter = 0; counter < messagesKept + 5; counter++) board = say(board, 2, counter);
    expect(board.messages).toHaveLength(messagesKept);
    expect(board.messages[0]?.counter).toBe(5);
    expect(board.messages.at(-1)?.counter).toBe(messagesKept + 4);
  });

  it('T4 a pin, its end and hiding count from a moderator only', () => {
    const pin = { k: 'pin', url: 'https://example.org/', title: 'Slides' } as const;
    const by = { leaf: 5, counter: 1 };
    const guest = { leaf: 6, counter: 1, moderates: false };
    expect(wrote(emptyBoard, { ...by, moderates: false }, pin, 0).pin).toBeUndefined();
    const pinned = wrote(emptyBoard, { ...by, moderates: true }, pin, 0);
    expect(pinned.pin).toEqual({ url: 'https://example.org/', title: 'Slides', by: 5 });
    expect(wrote(pinned, { ...guest, moderates: true }, pin, 0)).toBe(pinned);
    expect(wrote(pinned, guest, { k: 'unpin' }, 0).pin).toBeDefined();
    expect(wrote(pinned, { ...guest, moderates: true }, { k: 'unpin' }, 0).pin).toBeUndefined();
  });

  it('T5 what was hidden says by whom, and nothing of what it said', () => {
    const board = say(say(emptyBoard, 2, 1, 'rude'), 3, 1, 'kind');
    const hide = { k: 'hide', leaf: 2, counter: 1 } as const;
    expect(wrote(board, { leaf: 3, counter: 2, moderates: false }, hide, 0)).toBe(board);
    const hidden = wrote(board, { leaf: 9, counter: 4, moderates: true }, hide, 0);
    expect(hidden.messages[0]).toMatchObject({ text: '', hiddenBy: 9 });
    expect(JSON.stringify(hidden)).not.toContain('rude');
    expect(wrote(board, { leaf: 2, counter: 2, moderates: false }, hide, 0).messages[0]?.hiddenBy).toBe(2);
    expect(wrote(hidden, { leaf: 8, counter: 1, moderates: true }, hide, 0)).toBe(hidden);
  });

  it('T7 reactions fade after four seconds, and thirty are enough', () => {
    let board = emptyBoard;
    for (let at = 0; at < reactionsKept + 4; at++) board = reacted(board, '👏', at);
    expect(board.reactions).toHaveLength(reactionsKept);
    expect(new Set(board.reactions.map(({ number }) => number)).size).toBe(reactionsKept);
    expect(faded(board, 3)).toBe(board);
    expect(faded(board, reactionsKept + 4 + reactionMs).reactions).toEqual([]);
  });
});
