import { type Place, permits } from '@stoa/core/fleet';
import type { LinkId, LinkPlace, RelayCommand } from '@stoa/protocol';
import { type Fence, readFence } from '@stoa/protocol/fleet';

type Links = Extract<RelayCommand, { type: 'links' }>;

const unknown: Place = { jurisdiction: '', operator: '' };
const nowhere: Fence = { jurisdictions: { kind: 'only', names: [] } };

/** What cannot be read forbids everything. */
const read = (text: string): Fence => readFence(text) ?? nowhere;

/** May somebody of an era with this fence be here? Whoever was not told where it stands is outside of every limit. */
export const mayBeHere = (fence: string | undefined, here: LinkPlace | undefined): boolean =>
  fence === undefined || permits([read(fence)], here ?? unknown);

/** Of the other relays those that stand where the era's fence permits: nothing is sent to others, or taken from them. */
export function linksWithin({ links, places, fence }: Links): readonly LinkId[] {
  if (fence === undefined) return links;
  const limit = read(fence);
  return links.filter((_, i) => permits([limit], places?.[i] ?? unknown));
}
