import { pace } from '../load/pace.ts';
import { serve } from '../process/rpc.ts';
import { type Crowd, Echo, type Heard } from './crowd.ts';
import { enterPlain, enterTopic } from './plain-crowd.ts';
import { RawWebSocket } from './raw-websocket.ts';
import { enterRoom, newIssuer } from './room-crowd.ts';

const issuer = newIssuer();
const echo = new Echo();
const heard = (payload: Buffer) => echo.heard(payload);
const crowds = new Map<string, Crowd>();
/** After the last event, for whatever is still under way. */
const lateMs = 3_000;

const methods = {
  issuer: () => issuer.publicKey,
  enter: async (name: string, port: number, people: number): Promise<void> => {
    const crowd =
      name === 'room'
        ? await enterRoom(port, people, issuer, heard)
        : name === 'mosquitto'
          ? await enterTopic(port, people, heard)
          : await enterPlain(port, people, heard);
    crowds.set(name, crowd);
  },
  /** Everybody lives through the rounds of the others. */
  rest: async (): Promise<void> => {
    for (const crowd of crowds.values()) await crowd.rest();
  },
  say: async (name: string, perSecond: number, seconds: number): Promise<Heard> => {
    const crowd = crowds.get(name)!;
    echo.begin();
    await pace(1_000 / perSecond, seconds * 1_000, () => {
      crowd.say(echo.next());
      return undefined;
    });
    await new Promise((resolve) => setTimeout(resolve, lateMs));
    return echo.result(crowd.listeners);
  },
  /** What came to everybody since the beginning. */
  bytes: (): number => RawWebSocket.bytes,
  leave: () => {
    for (const crowd of crowds.values()) crowd.close();
    crowds.clear();
  },
};
export type CrowdWorker = typeof methods;
serve(methods);
