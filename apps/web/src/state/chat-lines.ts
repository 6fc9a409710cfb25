import type { RoomView } from '@stoa/client';

export type ChatLine = RoomView['chat']['lines'][number];
export type LineKey = `${number}:${number}`;

export const keyOf = ({ leaf, counter }: Pick<ChatLine, 'leaf' | 'counter'>): LineKey => `${leaf}:${counter}`;

/** What one person wrote without anybody in between, and without a long pause. */
export type Turn = { readonly key: LineKey; readonly lines: readonly ChatLine[] };

const pauseMs = 3 * 60_000;

export function turnsOf(lines: readonly ChatLine[]): readonly Turn[] {
  const turns: { key: LineKey; lines: ChatLine[] }[] = [];
  for (const line of lines) {
    const turn = turns.at(-1);
    const before = turn?.lines.at(-1);
    if (turn && before && before.leaf === line.leaf && line.at - before.at < pauseMs) turn.lines.push(line);
    else turns.push({ key: keyOf(line), lines: [line] });
  }
  return turns;
}

/** What came after the line that was seen last: not one's own, and not what was hidden meanwhile. */
export function unseen(lines: readonly ChatLine[], seen: LineKey | undefined): readonly ChatLine[] {
  // A line that is no longer kept was followed by all that are.
  const from = seen === undefined ? 0 : lines.findIndex((line) => keyOf(line) === seen) + 1;
  return lines.slice(from).filter(({ isMe, hidden }) => !isMe && !hidden);
}

export type LineAction = 'pin' | 'hide' | 'silence' | 'report';

/** What a line's menu offers. `reportable`: an account stands behind its author, and somebody is signed in here. */
export function lineActions(
  me: Pick<NonNullable<RoomView['me']>, 'role'> | undefined,
  line: ChatLine,
  about: {
    readonly link: boolean;
    readonly authorModerates: boolean;
    readonly silenced: boolean;
    readonly reportable: boolean;
  },
): readonly LineAction[] {
  if (!me || line.hidden) return [];
  const moderates = me.role === 'moderator';
  const actions: LineAction[] = [];
  if (moderates && about.link) actions.push('pin');
  if (moderates || line.isMe) actions.push('hide');
  if (moderates && !line.isMe && !about.authorModerates && !about.silenced) actions.push('silence');
  if (!line.isMe && about.reportable) actions.push('report');
  return actions;
}
