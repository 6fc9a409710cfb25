export { type WebPushOptions, webPushSender } from './adapters/web-push/sender.ts';
export { type Answer, answer, type Call } from './http/answer.ts';
export type { CallLimits } from './http/door.ts';
export { Refusal } from './http/refusal.ts';
export { type Site, siteOf } from './http/site.ts';
export type { AccountViewer, Viewer } from './http/viewer.ts';
export { knownPushHosts } from './notifications/push-hosts.ts';
export { type PushKeys, pushKeys } from './notifications/push-keys.ts';
export { type SocialOptions, usualOptions } from './options.ts';
export type {
  Clock,
  Database,
  Log,
  LogLine,
  PushDelivery,
  PushSender,
  Random,
  SocialPorts,
  VoiceGrant,
  VoiceNews,
  VoicePlane,
} from './ports.ts';
export { pseudonymOf } from './pseudonym.ts';
export {
  addSafetyKey,
  type BanWish,
  banByHandle,
  checkLogs,
  type LogCheck,
  setOperator,
  unbanByHandle,
} from './safety/by-operator.ts';
export { createSocial, type Social } from './social.ts';
export { type DatabaseAddress, type OpenDatabase, openDatabase, type PoolUse } from './store/database.ts';
export { findEmbedded } from './store/embedded/running.ts';
export { type EmbeddedDatabase, type EmbeddedOptions, startEmbedded } from './store/embedded/start.ts';
export { everyRow } from './store/every-row.ts';
export { DatabaseFault } from './store/fault.ts';
export { type DatabaseInspection, inspectDatabase } from './store/inspect.ts';
export { type Disclosure, disclose } from './your-data/disclose.ts';
export { registeredFigures } from './your-data/figures.ts';
export { type RetentionDays, type RetentionName, usualRetention } from './your-data/retention-days.ts';
