// The participants' process: its order comes as the first message, what it has to say goes back the same way.
import { play } from './play.ts';
import type { Order, Said } from './played.ts';

const say = (said: Said): void => {
  process.send?.(said);
};
const message = () => new Promise<unknown>((resolve) => process.once('message', resolve));

const order = (await message()) as Order;
try {
  await play(order, { say, goOn: async () => void (await message()) });
} catch (error) {
  say({ is: 'failed', why: error instanceof Error ? error.message : String(error) });
}
process.disconnect?.();
// Native threads of the media library would keep it alive.
setTimeout(() => process.exit(0), 200);
