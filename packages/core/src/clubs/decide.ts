import { clubSight, isIn, outranks, runsIt, type Standing, type WayIn } from './standing.ts';

export type ClubCommand =
  /** `rules`: the version that the person says to have accepted. */
  | { readonly type: 'join'; readonly rules: number }
  | { readonly type: 'withdraw' }
  | { readonly type: 'leave' }
  | { readonly type: 'invite' }
  | { readonly type: 'uninvite' }
  | { readonly type: 'accept' }
  | { readonly type: 'decline' }
  | { readonly type: 'promote' }
  | { readonly type: 'demote' }
  | { readonly type: 'transfer' }
  | { readonly type: 'remove' }
  | { readonly type: 'ban' }
  | { readonly type: 'unban' }
  | { readonly type: 'edit' }
  | { readonly type: 'close' };

export type ClubFacts = {
  readonly wayIn: WayIn;
  readonly inDirectory: boolean;
  /** The present version of the rules. */
  readonly rules: number;
  /** People in the club, and how many there may be. */
  readonly members: number;
  readonly membersAtMost: number;
  readonly actor: Standing;
  /** The other person; the actor itself is its own target in commands about itself. */
  readonly target: Standing;
  readonly self: boolean;
};

export type ClubChange =
  | { readonly who: 'actor' | 'target'; readonly to: Standing }
  | { readonly who: 'club'; readonly to: 'edited' | 'closed' };
export type ClubRefusal = 'notFound' | 'notAllowed' | 'rulesChanged' | 'full';
export type ClubAnswer =
  | { readonly ok: true; readonly changes: readonly ClubChange[] }
  | { readonly ok: false; readonly why: ClubRefusal };

const no = (why: ClubRefusal): ClubAnswer => ({ ok: false, why });
const yes = (...changes: readonly ClubChange[]): ClubAnswer => ({ ok: true, changes });
const actor = (to: Standing): ClubChange => ({ who: 'actor', to });
const target = (to: Standing): ClubChange => ({ who: 'target', to });

/** The one way in which standings change. */
export function decide(command: ClubCommand, facts: ClubFacts): ClubAnswer {
  if (!clubSight(facts.actor, facts.inDirectory).club) return no('notFound');
  switch (command.type) {
    case 'join':
      return join(command.rules, facts);
    case 'withdraw':
      // Of a request as of an invitation (C6).
      return facts.actor === 'requested' || facts.actor === 'invited' ? yes(actor('none')) : yes();
    case 'leave':
      if (!isIn(facts.actor)) return yes();
      return facts.actor === 'owner' ? no('notAllowed') : yes(actor('none'));
    case 'edit':
      return runsIt(facts.actor) ? yes({ who: 'club', to: 'edited' }) : no('notAllowed');
    case 'close':
      return facts.actor === 'owner' ? yes({ who: 'club', to: 'closed' }) : no('notAllowed');
    default:
      return about(command.type, facts);
  }
}

function join(rules: number, facts: ClubFacts): ClubAnswer {
  if (isIn(facts.actor) || facts.actor === 'requested') return yes();
  if (facts.wayIn === 'invitation' && facts.actor !== 'invited') return no('notAllowed');
  if (rules !== facts.rules) return no('rulesChanged');
  if (facts.wayIn === 'request' && facts.actor !== 'invited') return yes(actor('requested'));
  return facts.members < facts.membersAtMost ? yes(actor('member')) : no('full');
}

type AboutOthers = Exclude<ClubCommand['type'], 'join' | 'withdraw' | 'leave' | 'edit' | 'close'>;

/** What those who run the club do to others. */
function about(command: AboutOthers, facts: ClubFacts): ClubAnswer {
  if (!runsIt(facts.actor) || facts.self || !outranks(facts.actor, facts.target)) return no('notAllowed');
  const owner = facts.actor === 'owner';
  switch (command) {
    case 'invite':
      if (facts.target === 'banned') return no('notAllowed');
      if (facts.target === 'requested') return admit(facts);
      return facts.target === 'none' ? yes(target('invited')) : yes();
    case 'uninvite':
      return facts.target === 'invited' ? yes(target('none')) : yes();
    case 'accept':
      return facts.target === 'requested' ? admit(facts) : no('notFound');
    case 'decline':
      return facts.target === 'requested' ? yes(target('none')) : no('notFound');
    case 'promote':
      if (!owner) return no('notAllowed');
      return facts.target === 'member' ? yes(target('admin')) : needsMember(facts);
    case 'demote':
      if (!owner) return no('notAllowed');
      return facts.target === 'admin' ? yes(target('member')) : needsMember(facts);
    case 'transfer':
      if (!owner) return no('notAllowed');
      return isIn(facts.target) ? yes(actor('admin'), target('owner')) : no('notFound');
    case 'remove':
      return isIn(facts.target) ? yes(target('none')) : no('notFound');
    case 'ban':
      return facts.target === 'banned' ? yes() : yes(target('banned'));
    case 'unban':
      return facts.target === 'banned' ? yes(target('none')) : no('notFound');
    default:
      return command satisfies never;
  }
}

const admit = (facts: ClubFacts): ClubAnswer =>
  facts.members < facts.membersAtMost ? yes(target('member')) : no('full');
const needsMember = (facts: ClubFacts): ClubAnswer => (isIn(facts.target) ? yes() : no('notFound'));

export type Heir<Id> = { readonly id: Id; readonly standing: Standing; readonly since: number };

/** C23: who owns a club whose owner is gone. Undefined: it is to be closed. */
export function successor<Id>(people: readonly Heir<Id>[]): Id | undefined {
  const longest = (standing: Standing): Heir<Id> | undefined =>
    people.filter((person) => person.standing === standing).sort((a, b) => a.since - b.since)[0];
  return (longest('admin') ?? longest('member'))?.id;
}
