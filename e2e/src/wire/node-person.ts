// A Node participant as a process of its own, because it must be inside the namespace. Orders come as lines on its input,
// what it knows goes out as lines of JSON. It takes every invitation.
import { createInterface } from 'node:readline';
import { createNodeParticipant, silentSource, toneSource } from '@stoa/client/node';

const [name = '', link = ''] = process.argv.slice(2);
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

const person = await createNodeParticipant({ name, link });
await person.until((view) => view.phase.is === 'live', 30_000);
say({ is: 'in' });

let role = 'listener';
person.room.subscribe(() => {
  const { view } = person.room;
  if (view.me?.role !== undefined && view.me.role !== role) {
    role = view.me.role;
    say({ is: role });
  }
});
person.room.onSignal((signal) => {
  if (signal.type === 'invited') void person.room.acceptInvite();
});
// What it reads, its own words too: then they have been at the server and back.
let read = 0;
person.room.subscribe(() => {
  const { lines } = person.room.view.chat;
  for (const { text } of lines.slice(read)) say({ is: 'read', text });
  read = lines.length;
});

createInterface({ input: process.stdin }).on('line', (line) => {
  const [order, value] = line.split(' ');
  if (order === 'speak') person.speak(value === '0' ? silentSource : toneSource(Number(value)));
  if (order === 'hand') void person.room.raiseHand();
  if (order === 'say') {
    void Promise.all([person.room.say(line.slice('say '.length)), person.room.react('👏')]).then(([said]) =>
      say({ is: 'wrote', ok: said.ok }),
    );
  }
  if (order === 'stats') say({ is: 'stats', stats: person.stats });
  if (order === 'leave') void person.close().then(() => process.exit(0));
});
