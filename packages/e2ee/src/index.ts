export type { AccountBinding } from './admission/binding.ts';
export { longestBody, longestNamelessBody } from './messages/index.ts';
export { createKeySession, isKeyMessage, type KeySessionPorts } from './session/create-key-session.ts';
export type {
  Joining,
  JoinOptions,
  KeyAlarm,
  KeyEffect,
  KeyMessage,
  KeySession,
  Opening,
  OpenOptions,
  Profile,
  Roster,
  RosterMember,
  Said,
  WrittenMessage,
} from './session/key-session.ts';
