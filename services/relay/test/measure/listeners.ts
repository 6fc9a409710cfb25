import { testClient } from '../client.ts';

/** Child of fanout.ts: many listeners that only count. Talks with its parent in offers and answers. */
type Order = { n: number; answer?: string };
const clients = new Map<number, ReturnType<typeof testClient>>();

process.on('message', ({ n, answer }: Order) => {
  if (answer === undefined) {
    const client = testClient({ deaf: n % 50 !== 0 });
    clients.set(n, client);
    process.send!({ n, offer: client.offer });
    return;
  }
  const client = clients.get(n)!;
  client.accept(answer);
  client.connected(20_000).then(
    () => process.send!({ n, connected: true }),
    () => process.send!({ n, connected: false }),
  );
});
process.on('SIGUSR2', () => {
  const heard = [...clients.entries()]
    .filter(([n]) => n % 50 === 0)
    .map(([, client]) => client.heard[0]!.length);
  process.send!({ heard });
});
process.on('disconnect', () => process.exit(0));
