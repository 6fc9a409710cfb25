import {
  cardVersion,
  decodeFence,
  deploymentOfCard,
  encodeFence,
  fenceOfCard,
  readFence,
  writeFence,
} from '@stoa/protocol/fleet';
import type { Target } from '../engine.ts';
import { filled, must, text, words } from './bytes.ts';

const fence = encodeFence({
  jurisdictions: { kind: 'only', names: ['CH', 'DE'] },
  operators: { kind: 'never', names: ['hosting.example'] },
});
const card = Uint8Array.of(cardVersion, ...filled(67, 1), ...fence, ...filled(32, 2), 3, 4);

/** What says where traffic may go. */
export const fenceTargets: readonly Target[] = [
  {
    name: 'fence and card',
    files: ['protocol/src/fleet/fence-bytes.ts', 'protocol/src/fleet/card-fence.ts'],
    seeds: [fence, encodeFence({}), card],
    maxBytes: 260,
    read: (input) => {
      const read = decodeFence(input);
      if (read) must(Buffer.from(encodeFence(read)).equals(input), 'two encodings of one fence');
      const ofCard = fenceOfCard(input);
      if (ofCard) must(deploymentOfCard(input)?.length === 32, 'a fence without a deployment');
    },
  },
  {
    name: 'fence in words',
    files: ['protocol/src/fleet/fence.ts'],
    seeds: words('DE,FR', '!CN,RU/hosting.example', '-', '*/!#0123456789abcdef', 'ch'),
    words: words(',', '/', '!', '*', '-', '#', '\u0130', '\u00df', 'DE', ' '),
    maxBytes: 200,
    read: (input) => {
      const read = readFence(text(input));
      if (read === undefined) return;
      const said = writeFence(read);
      const again = readFence(said);
      must(again !== undefined && writeFence(again) === said, 'written and read it is another fence');
      encodeFence(read);
    },
  },
];
