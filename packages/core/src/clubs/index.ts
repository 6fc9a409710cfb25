export {
  type ClubAnswer,
  type ClubChange,
  type ClubCommand,
  type ClubFacts,
  type ClubRefusal,
  decide,
  type Heir,
  successor,
} from './decide.ts';
export { type ClubSight, clubSight, isIn, outranks, runsIt, type Standing, type WayIn } from './standing.ts';
