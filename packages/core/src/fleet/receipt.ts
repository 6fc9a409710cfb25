import type { Directory, Fence, Host } from '@stoa/protocol/fleet';
import { type Destination, hostAt } from './permits.ts';

/** One place that the client sent packets to or got some from. */
export type Contact = Destination & {
  readonly sentBytes: number;
  readonly receivedBytes: number;
  /** Milliseconds since 1970. */
  readonly first: number;
  readonly last: number;
};

export type ReceiptLine = Contact & {
  readonly host: Pick<Host, 'id' | 'kind' | 'region' | 'jurisdiction' | 'operator'> | undefined;
  readonly inFence: boolean;
};
export type Receipt = { readonly lines: readonly ReceiptLine[]; readonly outside: number };

/** What was contacted, compared with the fences. Where these forbid nothing, nothing is outside. */
export function receipt(
  contacts: readonly Contact[],
  directory: Directory | undefined,
  fences: readonly Fence[],
): Receipt {
  const limited = fences.some(
    ({ jurisdictions, operators }) => jurisdictions !== undefined || operators !== undefined,
  );
  const lines = contacts.map((contact): ReceiptLine => {
    const known = directory && hostAt(directory, [], contact);
    const inFence = !limited || (directory !== undefined && hostAt(directory, fences, contact) !== undefined);
    const host = known && {
      id: known.id,
      kind: known.kind,
      region: known.region,
      jurisdiction: known.jurisdiction,
      operator: known.operator,
    };
    return { ...contact, host, inFence };
  });
  return { lines, outside: lines.filter(({ inFence }) => !inFence).length };
}
