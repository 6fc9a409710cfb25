import type { RoomView } from '@stoa/client';

const usual: readonly number[] = [0, 30, 60, 120, 300];

/** Times to choose from; one that was set elsewhere is among them. */
export const probationChoices = (now: number): readonly number[] =>
  usual.includes(now) ? usual : [...usual, now].sort((a, b) => a - b);

type StagePerson = RoomView['stage'][number];

/** Whole seconds that are left of somebody's time on stage; undefined when it is not limited. */
export function probationLeft(
  { probationEndsAt }: Pick<StagePerson, 'probationEndsAt'>,
  now: number,
): number | undefined {
  return probationEndsAt === undefined ? undefined : Math.max(0, Math.ceil((probationEndsAt - now) / 1_000));
}

/** `1:05`, for eyes; the words around it say what it is. */
export function clockText(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** A screen reader hears these and no others: a countdown that speaks every second drowns the room. */
export const spokenAt = (seconds: number): boolean => seconds === 30 || seconds === 10;
