// What a live audit looks at, as data. A cell of the trust table names the checks that prove it.
import type { Severity } from '../rules/finding.ts';

export const VIEWS = ['path', 'relay', 'server', 'stored', 'people'] as const;
/** From where it is looked: the network, below the hop's encryption, inside TLS, what stays behind, the room itself. */
export type View = (typeof VIEWS)[number];

export type Check = {
  readonly view: View;
  /** What holds when it holds. */
  readonly holds: string;
  /** Codes of the findings that break it. */
  readonly codes: readonly string[];
  /** What shows that the check can see: the positive control. */
  readonly control: string;
};

export const CHECKS = {
  'path.ids': check(
    'path',
    'No planted name, title, handle, token, key or cookie is on the wire in any encoding.',
    ['O101', 'O102'],
    'planted in a copy of the capture, the same search finds it',
  ),
  'path.lasting': check(
    'path',
    'No field comes back from connection to connection, and ICE names are chance.',
    ['O103', 'O205', 'O211'],
    'in a spoiled copy the same rules find it',
  ),
  'path.clear': check(
    'path',
    'No protocol is readable: no HTTP, WebSocket, SIP or own protocol in clear, no weak TLS.',
    ['O201', 'O202', 'O203', 'O204', 'O206', 'O208', 'O209', 'O213'],
    'in a spoiled copy the same rules find it',
  ),
  'path.sound': check(
    'path',
    'No media is in clear.',
    ['O301', 'O302'],
    'clear sound added to a copy is found and decoded',
  ),
  'path.levels': check(
    'path',
    'No header of a voice packet carries more than RTP needs.',
    ['O401'],
    'a level added to the headers in a copy is found',
  ),
  'path.sizes': check(
    'path',
    'All packets of a voice have one size, whatever is said.',
    ['O402'],
    'a copy whose sizes follow the speech is found',
  ),
  'path.times': check(
    'path',
    'Through speech, silence and mute every frame is sent.',
    ['O403'],
    'a copy with the silence left out is found',
  ),
  'path.strangers': check(
    'path',
    'Packets go to the deployment and to nobody else; no name is looked up elsewhere.',
    ['O601', 'O603', 'O706'],
    'a packet to a stranger, added to a copy, is found',
  ),
  'server.lengths': check(
    'server',
    'Signaling messages have lengths of whole steps, so that lengths tell little.',
    ['O707'],
    'messages were opened and measured',
  ),
  'server.names': check(
    'server',
    'Inside TLS, the server is told no name.',
    ['O704'],
    'the same search finds the room handle there',
  ),
  'server.titles': check(
    'server',
    'Inside TLS, the server is told no title of a closed room, and no secret of its link.',
    ['O704'],
    'the same search finds the room handle there',
  ),
  'server.words': check(
    'server',
    'Inside TLS, the server is told no word of what is written.',
    ['O704'],
    'the same search finds the room handle there, and the words arrived',
  ),
  'server.urls': check(
    'server',
    "Apart from a room's own link, no address that is asked for holds an id, a name or a token.",
    ['O708'],
    'the same search finds the host in the requests',
  ),
  'server.talk': check(
    'server',
    'While people speak and pause, signaling goes on as it would: nothing in it follows the speech.',
    ['O711'],
    'messages that follow the speech, made from the same times, are found',
  ),
  'server.addresses': check(
    'server',
    'Nobody is told the network address of another.',
    ['O704'],
    'the same search finds the address of the relay in what the server says',
  ),
  'relay.sound': check(
    'relay',
    'Below the encryption of the hop, every frame is ciphertext for the relay.',
    ['O301', 'O302', 'O303'],
    'the same frames with their sound in clear are found and decoded',
  ),
  'relay.ids': check(
    'relay',
    'Below the encryption of the hop there is no name, title, handle, token or cookie.',
    ['O101', 'O102'],
    'planted in a copy, the same search finds it',
  ),
  'relay.level': check(
    'relay',
    'The relay can read a level of four steps in a frame, its key number and counter, and no more.',
    ['O402'],
    'frames of speech and of silence were seen, with more than one level',
  ),
  'relay.memory': check(
    'relay',
    "The relay's memory holds no handle, name, title, token or link.",
    ['O705'],
    'the same search finds an ICE name of the run in it',
  ),
  'server.memory': check(
    'server',
    "The server's memory holds no guest's name, no title of a closed room and no secret of a link.",
    ['O705'],
    'the same search finds the room handle in it while the room lasts',
  ),
  'stored.log': check(
    'stored',
    'The log says nothing of who was in the room.',
    ['O701'],
    'planted in a copy of the log, the same search finds it; the log grew during the run',
  ),
  'stored.files': check(
    'stored',
    'No file of the deployment says who was in the room.',
    ['O702'],
    'planted in a file of its own, the same search finds it',
  ),
  'stored.database': check(
    'stored',
    'No row of the database says who was in the room.',
    ['O703'],
    'given back by the database itself, the same search finds it',
  ),
  'members.ids': check(
    'path',
    "No member's account id, handle, name, bio, follow or session cookie is on the wire.",
    ['O101', 'O102'],
    'planted in a copy of the capture, the same search finds it, and members were shown to each other as their accounts',
  ),
  'members.relay': check(
    'relay',
    "No member's account id, handle, name, bio, follow or session cookie is below the hop's encryption, or in the relay's memory.",
    ['O101', 'O102', 'O705'],
    'planted in a copy, the same search finds it; frames that were just forwarded are found in the memory; and members were shown to each other as their accounts',
  ),
  'people.hear': check(
    'people',
    'Who is admitted hears the speaker, and every frame opens with the keys of the room.',
    ['O709', 'O710'],
    'the tone was measured',
  ),
  'people.see': check(
    'people',
    'Who is admitted sees name, title and role of the others.',
    ['O710'],
    'the names were read',
  ),
  'people.write': check('people', 'Who is admitted reads what is written.', ['O710'], 'the words arrived'),
} as const satisfies Record<string, Check>;

export type CheckId = keyof typeof CHECKS;
export const CHECK_IDS = Object.keys(CHECKS) as CheckId[];

function check(view: View, holds: string, codes: readonly string[], control: string): Check {
  return { view, holds, codes, control };
}

type Live = { readonly name: string; readonly severity: Severity; readonly advice: string };

/** Findings that only a live audit can have; those of captures are in the catalogue of the rules. */
export const LIVE_FINDINGS: Readonly<Record<string, Live>> = {
  O701: { name: 'identifier in a log', severity: 'critical', advice: 'Log fixed words and numbers only.' },
  O702: {
    name: 'identifier in a file',
    severity: 'critical',
    advice: 'Keep who is in a room in memory alone.',
  },
  O703: {
    name: 'identifier in the database',
    severity: 'critical',
    advice: 'Keep who is in a room in memory alone.',
  },
  O704: {
    name: 'server is told what it must not know',
    severity: 'critical',
    advice: 'Seal it for the members of the room.',
  },
  O705: {
    name: 'identifier in the memory of a process',
    severity: 'high',
    advice: 'Do not hand it to this process.',
  },
  O706: {
    name: 'stranger contacted',
    severity: 'high',
    advice: 'Find out which part contacts it, and leave it out.',
  },
  O707: { name: 'length of messages tells', severity: 'medium', advice: 'Pad every message to whole steps.' },
  O708: {
    name: 'identifier in an address',
    severity: 'high',
    advice: 'Move it into the body: addresses are logged and kept in histories.',
  },
  O709: {
    name: 'frame that is not sealed',
    severity: 'critical',
    advice: 'Let nothing leave the device that its keys have not sealed.',
  },
  O710: {
    name: 'room does not work',
    severity: 'medium',
    advice: 'Mend it first: what does not happen proves nothing.',
  },

  O711: {
    name: 'signaling follows speech',
    severity: 'high',
    advice: 'Tell who speaks by the sealed frames alone.',
  },
};
