import { type Fence, fenceOfCard } from '@stoa/protocol/fleet';

const says = ({ jurisdictions, operators }: Fence): boolean =>
  jurisdictions !== undefined || operators !== undefined;

/** All fences of a room that say anything: the deployment's and the one in its card. Undefined for a card of another version. */
export function roomFences(card: Uint8Array, deployment: Fence | undefined): readonly Fence[] | undefined {
  const own = fenceOfCard(card);
  if (!own) return undefined;
  return [...(deployment ? [deployment] : []), own].filter(says);
}
