import { cleanLines, cleanName, cleanText } from '@stoa/protocol';
import { clubLimits } from '@stoa/protocol/social';
import { Refusal } from '../http/refusal.ts';
import type { ClubWords } from './queries.ts';

type Typed = { readonly [Key in keyof ClubWords]: ClubWords[Key] };

/** What people typed, cleaned, or a refusal that says which part is unusable. */
export function readWords({ name, description, rules, wayIn, inDirectory }: Typed): ClubWords {
  return {
    name: cleanName(name) ?? bad('The name is empty or too long.'),
    description:
      cleanLines(description, clubLimits.descriptionCodePoints) ?? bad('The description is too long.'),
    rules: rules.map(
      (rule) => cleanText(rule, clubLimits.ruleCodePoints) ?? bad('A rule is empty or too long.'),
    ),
    wayIn,
    inDirectory,
  };
}

function bad(sentence: string): never {
  throw new Refusal('malformed', sentence);
}
