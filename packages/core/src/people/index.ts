export {
  isForgettable,
  type ReadAnswer,
  type ReadLimits,
  type ReadState,
  readLimits,
  readProfile,
} from './read-budget.ts';
export { fold, indexTerms, type QueryTerm, queryTerms } from './search-terms.ts';
export {
  badgeFrom,
  blockedByFollowed,
  type FollowEnd,
  followShown,
  type Relation,
  type Sight,
  sight,
} from './sight.ts';
