import { sql } from 'kysely';
import type { Database } from '../ports.ts';
import { showLocal } from './time.ts';

export type PublicEvent = {
  readonly title: string;
  readonly description: string;
  readonly host: string;
  readonly club: string | null;
  readonly startsAt: number;
  readonly zone: string;
  readonly minutes: number;
  readonly cancelled: boolean;
};

/** V40: an event for everyone; undefined for everything else. A club that is not in the directory is not named. */
export async function publicEvent(db: Database, event: string): Promise<PublicEvent | undefined> {
  const { rows } = await sql<{
    title: string;
    description: string;
    host: string;
    club: string | null;
    starts_at: Date;
    zone: string;
    minutes: number;
    cancelled: boolean;
  }>`select events.title, events.description, accounts.name as host, clubs.name as club, events.starts_at, events.zone,
      events.minutes, events.cancelled
    from events join accounts on accounts.id = events.host
      join people on people.account = events.host and not people.gone
      left join clubs on clubs.id = events.club and clubs.in_directory
    where events.id = ${event} and events.audience = 'everyone'`.execute(db);
  const row = rows[0];
  if (!row) return undefined;
  const { starts_at, ...rest } = row;
  return { ...rest, startsAt: starts_at.getTime() };
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (char) => escapes[char] ?? char);

const previewCodePoints = 200;

/** A page that needs no script. `link`: where the app shows this event. */
export function eventPage(event: PublicEvent, url: string, link: string): string {
  const when = new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'full',
    timeStyle: 'short',
    timeZone: event.zone,
  }).format(event.startsAt);
  const time = `${when} (${event.zone})`;
  const state = event.cancelled ? 'Cancelled: ' : '';
  const by = event.club === null ? event.host : `${event.host} · ${event.club}`;
  const words = [...event.description.replaceAll('\n', ' ')];
  const cut =
    words.length > previewCodePoints ? `${words.slice(0, previewCodePoints).join('')}…` : words.join('');
  return document(
    `${state}${event.title}`,
    [
      ['og:type', 'website'],
      ['og:site_name', 'Stoa'],
      ['og:title', `${state}${event.title}`],
      ['og:description', [time, by, cut].filter((part) => part !== '').join(' · ')],
      ['og:url', url],
    ],
    `<h1 dir="auto">${escaped(state + event.title)}</h1>
<p><time datetime="${new Date(event.startsAt).toISOString()}" title="${escaped(showLocal(event.startsAt, event.zone))}">${escaped(time)}</time></p>
<p dir="auto">${escaped(by)}</p>
${event.description
  .split('\n\n')
  .filter((part) => part !== '')
  .map((part) => `<p dir="auto">${escaped(part).replaceAll('\n', '<br>')}</p>`)
  .join('\n')}
<p><a href="${escaped(link)}">Open in Stoa</a></p>`,
  );
}

export const absentPage = (): string =>
  document('Not here', [], '<h1>There is no such event, or not for you.</h1>\n<p><a href="/">Stoa</a></p>');

function document(title: string, properties: readonly (readonly [string, string])[], body: string): string {
  const meta = properties
    .map(([name, content]) => `<meta property="${escaped(name)}" content="${escaped(content)}">`)
    .join('\n');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<title>${escaped(title)}</title>
${meta}
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}
