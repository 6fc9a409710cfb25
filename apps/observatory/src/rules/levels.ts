// O401: how loud somebody is, beside the encrypted voice.
import { ends } from '../evidence/excerpt.ts';
import { levelsOf } from '../evidence/level.ts';
import { finding } from './catalogue.ts';
import type { Rule } from './rule.ts';

const MOST_EVIDENCE = 5;

export const levelRule: Rule = {
  codes: ['O401'],
  start: ({ scene }) => ({
    end: () =>
      scene.rtp.confirmed().flatMap((stream) => {
        const levels = levelsOf(stream);
        if (!levels) return [];
        const { id, values, at, quietest, loudest } = levels;
        const range = quietest === loudest ? `${loudest}` : `${quietest} to ${loudest}`;
        const title = `The level of a voice is readable beside ${values.length} packets (header extension ${id}, ${range} decibels)`;
        const evidence = values.slice(0, MOST_EVIDENCE).map((value, i) => ({
          packet: stream.numbers[at[i]!]!,
          time: stream.times[at[i]!]!,
          flow: stream.flow.id,
          ends: ends(stream.flow, stream.fromA),
          hex: value.toString(16).padStart(2, '0'),
          note: `${-(value & 127)} decibels${value & 128 ? ', marked as voice' : ''}`,
        }));
        return [finding('O401', title, evidence, { count: values.length })];
      }),
  }),
};
