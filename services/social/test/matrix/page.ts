import { features } from './features.ts';
import { outcomesOf, type Row } from './row.ts';
import { viewerKinds } from './viewers.ts';

const heads = ['call', 'about', ...viewerKinds.map(spaced)];

/** The tables as a page that a person can read. */
export function authorisationPage(): string {
  const parts = [
    '# Who may call what',
    'Written from the rows that `services/social/test/matrix` checks against the running app: `npx vitest run --project unit services/social/test/matrix -u`.',
    [
      'Each call is asked by somebody without an account, a stranger, a follower of the person it is about, somebody whom that person',
      "has blocked, a member and an admin of that person's club, a moderator (of the room, where the line is about one), and an operator.",
      '`ok` is a reply; every other word is the code of the error. Where it says `notFound`, the test asks the same about something that',
      'does not exist: status, headers and bytes of the two answers are equal, and so is the number of questions to the database.',
      '*Token* is the scope that a personal token needs for the call; without one only the app itself may call. *Fresh* calls need a passkey of the last five minutes.',
    ].join(' '),
  ];
  for (const [name, { rows }] of Object.entries(features)) {
    parts.push(`## ${spaced(name)}`, tableOf(rows));
  }
  return `${parts.join('\n\n')}\n`;
}

function tableOf(rows: readonly Row[]): string {
  const lines = rows.map((row) => [nameOf(row), row.about, ...outcomesOf(row).map(code)]);
  const all = [heads, heads.map(() => '---'), ...lines];
  return all.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function nameOf({ call }: Row): string {
  const notes = [call.scope ? `token: ${call.scope}` : '', call.fresh ? 'fresh' : ''].filter(Boolean);
  return `\`${call.path.slice('/api/'.length)}\`${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`;
}

const code = (outcome: string): string => (outcome === 'ok' ? 'ok' : `\`${outcome}\``);

/** `clubAdmin` to "club admin". */
function spaced(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
