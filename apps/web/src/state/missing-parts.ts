import { en } from '../strings/en.ts';

export type PartName = keyof typeof en.unsupported.part;

const known = en.unsupported.part;

/** Names of parts that we have words for; what we have no words for becomes one `other`. */
export function partNames(missing: readonly string[]): readonly PartName[] {
  return [
    ...new Set(missing.map((part): PartName => (Object.hasOwn(known, part) ? (part as PartName) : 'other'))),
  ];
}
