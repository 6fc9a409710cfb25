import { chatCodePoints, cleanChat } from '@stoa/client';

/** How close to the end one is told how much is left. */
const hintFrom = 60;
const mostLines = 6;

export type Draft = {
  /** Something to send, and it fits. */
  readonly ready: boolean;
  /** Characters that are left, once there are few; negative when there are too many. */
  readonly left: number | undefined;
  readonly tooManyLines: boolean;
};

export function draftOf(text: string): Draft {
  const left = chatCodePoints - [...text.trim()].length;
  const tooManyLines = text.trim().split(/\r\n|[\n\r]/u).length > mostLines;
  return { ready: cleanChat(text) !== undefined, left: left <= hintFrom ? left : undefined, tooManyLines };
}

/** Sent by Enter, but not in the middle of a word that is being composed, nor by Shift and Enter. */
export const sends = (press: {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly isComposing: boolean;
}): boolean => press.key === 'Enter' && !press.shiftKey && !press.isComposing;
