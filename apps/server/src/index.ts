export { type Budgets, type Config, readConfig } from './config.ts';
export {
  createProcess,
  createServer,
  type FleetSettings,
  type RelaySettings,
  type RunningProcess,
  type RunningServer,
  type ServerOptions,
} from './create-server.ts';
export { type DeploymentKey, freshDeploymentKey, loadDeploymentKey } from './deployment-key.ts';
export { Fault } from './fault.ts';
export type { SocialSettings } from './social.ts';
export type { Store } from './store.ts';
