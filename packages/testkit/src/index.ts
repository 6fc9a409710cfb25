export { Chance } from './chance.ts';
export { type SocketEnd, socketPair } from './socket-pair.ts';
export { type Deviation, SoftAuthenticator } from './soft-authenticator.ts';
export { settled, VirtualClock } from './virtual-clock.ts';
