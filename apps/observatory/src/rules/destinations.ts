// O601, O602: who was contacted, where that is, and whether it was expected.
import { finding } from './catalogue.ts';
import { type Destination, destinationsOf } from './destination-list.ts';
import type { Evidence, Finding, Rule, RuleContext } from './rule.ts';

const MOST_EVIDENCE = 20;

export const destinationRule: Rule = {
  codes: ['O601', 'O602'],
  start: (context) => ({ end: () => judge(context) }),
};

function judge(context: RuleContext): Finding[] {
  const all = destinationsOf(context.scene, context.place, context.fence).filter((one) => one.isRemote);
  const findings: Finding[] = [];
  const wrong = all.filter((one) => one.outside !== 'no');
  for (const country of new Set(wrong.map((one) => one.place?.country ?? ''))) {
    const there = wrong.filter((one) => (one.place?.country ?? '') === country);
    const title = `${there.length} ${there.length === 1 ? 'address' : 'addresses'} in ${country || 'a country that the database does not know'}, outside the fence ${context.fence.join(', ')}`;
    findings.push(
      finding('O601', title, there.slice(0, MOST_EVIDENCE).map(evidenceOf), { count: there.length }),
    );
  }
  if (all.length > 0) {
    const countries = [...new Set(all.map((one) => one.place?.country ?? 'unknown'))].sort();
    const operators = new Set(all.map((one) => one.place?.operator ?? one.place?.network ?? 'unknown'));
    const title = `${all.length} ${all.length === 1 ? 'address was' : 'addresses were'} contacted, of ${operators.size} ${operators.size === 1 ? 'operator' : 'operators'}, in ${countries.join(', ')}`;
    findings.push(finding('O602', title, all.slice(0, MOST_EVIDENCE).map(evidenceOf), { count: all.length }));
  }
  return findings;
}

const evidenceOf = ({
  address,
  place,
  names,
  first,
  packet,
  bytesTo,
  bytesFrom,
  packetsTo,
  packetsFrom,
}: Destination): Evidence => ({
  packet,
  time: first,
  ends: address,
  note: [
    place?.country ?? 'country unknown',
    place?.operator ?? (place?.network === undefined ? 'operator unknown' : `AS${place.network}`),
    ...(names.length > 0 ? [names.slice(0, 3).join(', ')] : []),
    `${packetsTo} packets (${bytesTo} bytes) to it, ${packetsFrom} (${bytesFrom} bytes) from it`,
  ].join('; '),
});
