// A program with a database of its own, to be killed: writes rows and says each number once it is committed.
import { openDatabase } from '../src/store/database.ts';
import { startEmbedded } from '../src/store/embedded/start.ts';

const [folder = ''] = process.argv.slice(2);
const embedded = await startEmbedded({ folder });
const { db } = await openDatabase(embedded.address);
process.stdout.write(`pid ${embedded.pid}\n`);
for (let i = 0; ; i++) {
  const id = `00000000-0000-0000-0000-${String(i).padStart(12, '0')}`;
  await db
    .insertInto('images')
    .values({ id, size: 64, webp: Buffer.alloc(100) })
    .execute();
  process.stdout.write(`row ${i}\n`);
}
