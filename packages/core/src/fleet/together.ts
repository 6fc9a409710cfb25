import { type Fence, type Limit, operatorTag } from '@stoa/protocol/fleet';

/** One fence that permits exactly the places that all of them permit. An `only` with nothing in it permits none. */
export function together(fences: readonly Fence[]): Fence {
  const jurisdictions = meetLimits(fences.map((fence) => fence.jurisdictions));
  const operators = meetLimits(fences.map((fence) => fence.operators && tagged(fence.operators)));
  return { ...(jurisdictions && { jurisdictions }), ...(operators && { operators }) };
}

/** Names and tags in one list compare as tags. */
const tagged = ({ kind, names }: Limit): Limit => ({
  kind,
  names: names.map((name) => (name.startsWith('#') ? name : operatorTag(name))),
});

function meetLimits(limits: readonly (Limit | undefined)[]): Limit | undefined {
  let only: readonly string[] | undefined;
  const never = new Set<string>();
  for (const limit of limits) {
    if (limit?.kind === 'never') for (const name of limit.names) never.add(name);
    if (limit?.kind === 'only') only = only ? only.filter((name) => limit.names.includes(name)) : limit.names;
  }
  if (only) return { kind: 'only', names: [...new Set(only)].filter((name) => !never.has(name)) };
  const limited = limits.some((limit) => limit !== undefined);
  return limited ? { kind: 'never', names: [...never] } : undefined;
}
