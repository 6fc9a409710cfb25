import type { Downlink } from '@stoa/core/forwarding';
import { media } from '@stoa/protocol';
import type { Peer } from './peer.ts';
import type { Transport } from './transport.ts';

/**
 * Those who are served one after the other, in no particular order. Kept as columns: a fan-out reads one transport and
 * one line of each, and between two sends the encryption has emptied the caches, so that every object it needs to
 * walk through costs as much as the work itself.
 */
export class Listeners {
  readonly peers: Peer[] = [];
  readonly transports: Transport[] = [];
  /** By slot, then in the order of `peers`. */
  readonly lines: readonly Downlink[][] = Array.from({ length: media.slots }, () => []);

  add(peer: Peer): void {
    peer.place = this.peers.push(peer) - 1;
    this.transports.push(peer.transport!);
    this.lines.forEach((column, slot) => {
      column.push(peer.downlinks[slot]!);
    });
  }

  /** False if it is not here. */
  remove(peer: Peer): boolean {
    const { place } = peer;
    if (this.peers[place] !== peer) return false;
    takeOut(this.peers, place);
    takeOut(this.transports, place);
    for (const column of this.lines) takeOut(column, place);
    const moved = this.peers[place];
    if (moved !== undefined) moved.place = place;
    peer.place = -1;
    return true;
  }
}

/** The last one takes its place. */
function takeOut<T>(column: T[], place: number): void {
  const last = column.pop()!;
  if (place < column.length) column[place] = last;
}
