import { z } from 'zod';

/** Why a command was not carried out; the socket stays open. */
export const refusalSchema = z.enum([
  'notAllowed',
  'notOnStage',
  'alreadyOnStage',
  'notInvited',
  'noSuchPerson',
  'stageFull',
  'stageFrozen',
  'tooFast',
  'malformed',
  'stale',
]);
export type Refusal = z.infer<typeof refusalSchema>;

/** Why the door stayed shut or the stay ended; the socket closes after it. */
export const closeSchema = z.enum([
  /** Absent, ended and forbidden rooms get this same answer. */
  'roomNotFound',
  'roomEnded',
  'roomFull',
  'removed',
  /** The same person joined from another place: the newest wins. */
  'replaced',
  'left',
  'tokenRefused',
  /** The steward said no: policy, or a moderator declined a knock. */
  'notAdmitted',
  /** No moderator's device answered in time. */
  'nobodyAnswered',
  'resumeRefused',
  'offerRefused',
  /** No relay stands where the fences of the deployment, the room and the person allow it. Trying again changes nothing. */
  'noRelayInFence',
  'tooFast',
  'malformed',
  'busy',
  'serverStopping',
]);
export type CloseCode = z.infer<typeof closeSchema>;
