import { FlowEndpoint, FlowEntry } from './flow-entry.ts';
import type { FlowKey } from './flow-key.ts';

/** With a seed in the hash an honest chain is never this long; a hostile one costs no more than this. */
const LONGEST_CHAIN = 64;

/** Finds the flow of a packet, or opens one; forgets the one unused for longest when there are too many. */
export class FlowTable {
  /** Flows opened so far. */
  opened = 0;
  /** What `find` said about the direction of its packet. */
  fromA = true;
  private readonly buckets: (FlowEntry | undefined)[];
  private readonly limit: number;
  private readonly seed: number;
  private readonly forget: (flow: FlowEntry, crowded: boolean) => void;
  private size = 0;
  private newest: FlowEntry | undefined;
  private oldest: FlowEntry | undefined;

  /** @param forget told of each flow that leaves the table; `crowded` when it had to */
  constructor(limit: number, seed: number, forget: (flow: FlowEntry, crowded: boolean) => void) {
    this.limit = limit;
    // A power of two, so that a mask of the hash names the bucket.
    const count = 2 ** Math.ceil(Math.log2(limit));
    this.buckets = new Array<FlowEntry | undefined>(count).fill(undefined);
    this.seed = seed;
    this.forget = forget;
  }

  find(key: FlowKey): FlowEntry {
    const bucket = key.hash(this.seed) & (this.buckets.length - 1);
    let length = 0;
    for (let flow = this.buckets[bucket]; flow !== undefined; flow = flow.chain) {
      const direction = key.directionIn(flow);
      if (direction !== 0) {
        this.fromA = direction > 0;
        if (flow !== this.newest) this.touch(flow);
        return flow;
      }
      if (++length >= LONGEST_CHAIN) {
        this.remove(flow);
        this.forget(flow, true);
        break;
      }
    }
    return this.open(key, bucket);
  }

  /** Ends a flow and opens another between the same endpoints, in the direction of `key`. */
  replace(flow: FlowEntry, key: FlowKey): FlowEntry {
    this.remove(flow);
    this.forget(flow, false);
    return this.open(key, flow.bucket);
  }

  /** Ends every flow, the one unused for longest first. */
  close(): void {
    while (this.oldest) {
      const flow = this.oldest;
      this.remove(flow);
      this.forget(flow, false);
    }
  }

  private open(key: FlowKey, bucket: number): FlowEntry {
    if (this.size >= this.limit && this.oldest) {
      const crowdedOut = this.oldest;
      this.remove(crowdedOut);
      this.forget(crowdedOut, true);
    }
    const a = new FlowEndpoint(key.version, key.sourcePort, key.s0, key.s1, key.s2, key.s3);
    const b = new FlowEndpoint(key.version, key.destinationPort, key.d0, key.d1, key.d2, key.d3);
    const flow = new FlowEntry(++this.opened, key.kind, key.protocol, a, b, bucket);
    flow.chain = this.buckets[bucket];
    this.buckets[bucket] = flow;
    this.size++;
    this.link(flow);
    this.fromA = true;
    return flow;
  }

  private remove(flow: FlowEntry): void {
    let at = this.buckets[flow.bucket];
    if (at === flow) this.buckets[flow.bucket] = flow.chain;
    else {
      while (at && at.chain !== flow) at = at.chain;
      if (at) at.chain = flow.chain;
    }
    this.size--;
    this.unlink(flow);
  }

  private touch(flow: FlowEntry): void {
    this.unlink(flow);
    this.link(flow);
  }

  private link(flow: FlowEntry): void {
    flow.older = this.newest;
    flow.newer = undefined;
    if (this.newest) this.newest.newer = flow;
    this.newest = flow;
    this.oldest ??= flow;
  }

  private unlink(flow: FlowEntry): void {
    if (flow.newer) flow.newer.older = flow.older;
    else this.newest = flow.older;
    if (flow.older) flow.older.newer = flow.newer;
    else this.oldest = flow.newer;
    flow.newer = undefined;
    flow.older = undefined;
  }
}
