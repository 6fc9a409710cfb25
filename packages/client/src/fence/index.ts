export { answerDestinations, originDestination, turnDestination } from './answer-destinations.ts';
export type { Exchange } from './contacts.ts';
export { fencedPorts } from './fenced-ports.ts';
export {
  type FenceFacts,
  FenceGuard,
  type FenceRefusal,
  type PathReceipt,
} from './guard.ts';
export { Places } from './places.ts';
export { memoryPins, noPlaces, type Pin, type PinStore, type PlacesPort } from './places-port.ts';
export type { TurnServer } from './turn-server.ts';
