export { type TurnCredential, turnCredential } from './credentials.ts';
export { looksLikeStun } from './stun-message.ts';
export { type StunResponder, startStunResponder } from './stun-responder.ts';
export type { TurnTarget } from './targets.ts';
export { createTurnServer, type TurnLoad, type TurnOptions, type TurnServer } from './turn-server.ts';
