// What the path and the relay learn of accounts: the looks of the run at both, and what of their findings is about members.
import type { CheckId } from './checks.ts';
import { canariesOf, type Planted } from './material.ts';
import { notRun, type Outcome } from './outcome.ts';

/** @param members true when people with accounts met and were shown to each other as these, otherwise why not */
export function examineMembers(
  members: true | string,
  planted: readonly Planted[],
  looks: {
    /** Outcomes of `path.ids` and `relay.ids`. */
    readonly path: Outcome;
    readonly relay: Outcome;
    /** The relay's memory while they met, searched for what is theirs. */
    readonly memory: Outcome;
  },
): Map<CheckId, Outcome> {
  if (members !== true) {
    const none = notRun(`needs members: ${members}`);
    return new Map([
      ['members.ids', none],
      ['members.relay', none],
    ]);
  }
  const names = [...new Set(canariesOf(planted, ['account', 'session']).map(({ what }) => what))];
  const theirs = ({ findings }: Outcome) =>
    findings.filter(({ title }) => names.some((name) => title.includes(name)));
  const outcomeOf = (all: readonly Outcome[]): Outcome => {
    const findings = all.flatMap(theirs);
    const missing = all.find((one) => one.notRun !== undefined);
    if (missing && findings.length === 0) return missing;
    const controls = all.map(({ control }) => control);
    const isBlind = names.length === 0 || controls.includes(undefined);
    return {
      findings,
      seen: all
        .map(({ seen }) => seen)
        .filter(Boolean)
        .join(' '),
      control: isBlind ? undefined : [...controls, 'the members saw the accounts of each other'].join('; '),
    };
  };
  return new Map([
    ['members.ids', outcomeOf([looks.path])],
    ['members.relay', outcomeOf([looks.relay, looks.memory])],
  ]);
}
