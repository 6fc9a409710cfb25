import { sql } from 'kysely';
import pg from 'pg';

const mark = '/* planned once */';

/** Begins a statement that comes with nearly every call: each connection plans it once instead of every time. */
export const planned = sql.raw(mark);

const names = new Map<string, string>();

function nameOf(text: string): string {
  const name = names.get(text) ?? `planned ${names.size}`;
  names.set(text, name);
  return name;
}

/** The driver's client, for which a statement that begins with `planned` is a prepared one. */
export class PlanningClient extends pg.Client {
  // biome-ignore lint/suspicious/noExplicitAny: the driver's method has many forms, all of which are passed on
  override query(text: any, values?: any, ...more: any[]): any {
    const isPlanned = typeof text === 'string' && text.startsWith(mark);
    const asked = isPlanned ? { name: nameOf(text), text, values } : text;
    // biome-ignore lint/suspicious/noExplicitAny: see above
    const query = super.query as (this: pg.Client, ...args: any[]) => unknown;
    return isPlanned ? query.call(this, asked, ...more) : query.call(this, asked, values, ...more);
  }
}
