import { choice, idFromText, idsFromTexts, type Viewer } from '@stoa/core/hallway';
import { type AccountId, languages, type Taste, topics } from '@stoa/protocol/social';
import type { Ties } from '../rooms/queries.ts';

const nobody = idsFromTexts([]);

export const choicesOf = (taste: Taste): Pick<Viewer, 'topics' | 'languages'> => ({
  topics: choice(taste.topics.map((topic) => topics.indexOf(topic))),
  languages: choice(taste.languages.map((language) => languages.indexOf(language))),
});

export const viewerOf = (account: AccountId, ties: Ties, taste: Taste): Viewer => ({
  id: idFromText(account.reveal()),
  ...ties,
  ...choicesOf(taste),
});

/** Somebody without an account. */
export const strangerOf = (taste: Taste): Viewer => ({
  id: nobody,
  follows: nobody,
  blocked: nobody,
  clubs: nobody,
  ...choicesOf(taste),
});

export const noTaste: Taste = { topics: [], languages: [] };
