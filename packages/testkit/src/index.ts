export { Chance } from './chance.ts';
export { type SocketEnd, socketPair } from './socket-pair.ts';
export { settled, VirtualClock } from './virtual-clock.ts';
