export { openNatsFleet } from './adapters/nats/fleet.ts';
export { natsRelayCarrier } from './adapters/nats/relays.ts';
export { verifyEd25519 } from './adapters/node-crypto/verify.ts';

export { type Acceptor, type AcceptorOptions, acceptWebSockets } from './adapters/ws/acceptor.ts';
export { AddressBudgets } from './connection/address-budgets.ts';
export {
  type Control,
  type ControlLoad,
  type ControlNews,
  type ControlOptions,
  createControl,
} from './control.ts';
export type { FleetPorts } from './fleet/ports.ts';
export { processProof } from './fleet/process-proof.ts';
export { Seal } from './fleet/seal.ts';
export { type DoorFault, doorFaults, type LogLine, socketFaults } from './log-line.ts';
export type {
  Clock,
  ControlPorts,
  RelayHandle,
  RelayPlace,
  RelayPool,
  SocketEvents,
  SocketPort,
  TokenAuthority,
  VerifySignature,
} from './ports.ts';
export { type FleetRelays, type FleetRelaysOptions, fleetRelays } from './relays/fleet-relays.ts';
export type { RelayCarrier } from './relays/relay-carrier.ts';
