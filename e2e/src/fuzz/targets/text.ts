import { readLink } from '@stoa/client';
import { cleanName, cleanTitle, fromBase64Url, limits, toBase64Url } from '@stoa/protocol';
import type { Target } from '../engine.ts';
import { must, text, words } from './bytes.ts';

/** What people type or open. */
export const textTargets: readonly Target[] = [
  {
    name: 'base64url and links',
    files: ['protocol/src/bytes.ts', 'client/src/room/link.ts'],
    seeds: words(
      'AAAA',
      'AAECAwQFBgcICQoLDA0ODw',
      'https://a.example/r/AAECAwQFBgcICQoLDA0ODw#abc.def',
      '/r/AAECAwQFBgcICQoLDA0ODw#x',
    ),
    words: words('https://', '/r/', '#', '=', '-', '_'),
    maxBytes: 300,
    read: (input) => {
      const said = text(input);
      const value = fromBase64Url(said);
      must(value === undefined || toBase64Url(value) === said, 'two spellings of the same bytes');
      const link = readLink(said);
      must(link === undefined || fromBase64Url(link.room.reveal())?.length === 16, 'a false handle');
    },
  },
  {
    name: 'names and titles',
    files: ['protocol/src/names.ts'],
    seeds: words('Ada', 'Ärger  im Büro', '\u202eevil', '👩‍👩‍👧', 'a\u0301', '  x  '),
    words: words('\u200b', '\u202e', '\u2066', '\ufeff', '\u0301', '\ud83d\ude00', '\u3164', '\t'),
    maxBytes: 600,
    read: (input) => {
      const said = text(input);
      for (const [clean, most] of [
        [cleanName, limits.nameCodePoints],
        [cleanTitle, limits.titleCodePoints],
      ] as const) {
        const cleaned = clean(said);
        if (cleaned === undefined) continue;
        must([...cleaned].length <= most && cleaned.trim() === cleaned, 'out of bounds');
        must(!/[\p{Cc}\u202a-\u202e\u2066-\u2069\u200b\ufeff]/u.test(cleaned), 'something invisible is left');
        must(clean(cleaned) === cleaned, 'cleaning again changes it');
      }
    },
  },
];
