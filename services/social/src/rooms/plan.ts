import type { OpeningVerdict } from '@stoa/core/entry';
import { cleanTitle, limits } from '@stoa/protocol';
import type { rooms } from '@stoa/protocol/social';
import type { z } from 'zod';
import { notFound, Refusal } from '../http/refusal.ts';
import type { RoomWords } from './live-room.ts';

type CreateBody = z.output<typeof rooms.create.body>;
type EditBody = z.output<typeof rooms.edit.body>;

/** What the opener asked for, cleaned. The club's name is looked up by the caller. */
export function wordsOf(body: CreateBody, club: RoomWords['club']): RoomWords {
  const { kind, topics, languages, capacity, guests, hands, byLink = false } = body;
  if ((kind === 'closed') === (body.title !== undefined)) {
    throw new Refusal('malformed', 'A closed room has no title here, and every other room has one.');
  }
  return {
    kind,
    title: body.title === undefined ? undefined : titleOf(body.title),
    club,
    topics: unique(topics),
    languages: unique(languages),
    capacity: Math.min(capacity, limits.participants),
    guests,
    byLink,
    hands,
  };
}

export function editedWords(words: RoomWords, body: EditBody): RoomWords {
  const { kind, title, topics, languages, capacity, guests, hands } = body;
  if (kind && words.kind !== 'open' && words.kind !== 'social') {
    throw new Refusal('malformed', 'Only open and social rooms become the other.');
  }
  if (title !== undefined && words.kind === 'closed') {
    throw new Refusal('malformed', 'A closed room has no title here.');
  }
  const edited: RoomWords = {
    ...words,
    kind: kind ?? words.kind,
    title: title === undefined ? words.title : titleOf(title),
    topics: topics ? unique(topics) : words.topics,
    languages: languages ? unique(languages) : words.languages,
    capacity: capacity ?? words.capacity,
    guests: guests ?? words.guests,
    hands: hands ?? words.hands,
  };
  if (edited.guests && edited.kind !== 'open' && !edited.byLink) {
    throw new Refusal('malformed', 'This kind of room has no guests.');
  }
  return edited;
}

/** Turns a verdict about opening into the answer. */
export function insistOnOpening(verdict: OpeningVerdict): void {
  if (verdict.may) return;
  switch (verdict.why) {
    case 'notFound':
      throw notFound();
    case 'contradiction':
      throw new Refusal('malformed', 'Kind, club, guests and link do not go together.');
    case 'onStage':
      throw new Refusal('tooMany', 'One room on stage at a time.');
    case 'tooManyRooms':
      throw new Refusal('tooMany', 'Enough rooms for one day.', verdict.retryInMs);
  }
}

function titleOf(text: string): string {
  const title = cleanTitle(text);
  if (title === undefined) throw new Refusal('malformed', 'That title cannot be shown.');
  return title;
}

const unique = <T>(items: readonly T[]): T[] => [...new Set(items)];
