import type { Conversation, Message, MessageState } from '../device/conversation.ts';
import { emptyConversation } from '../device/conversation.ts';
import type { Written } from '../test/quiet-mail.ts';

/** Conversations for pictures. Ids as in the other scenes. */
const id = (number: number) => `${String(number).padStart(21, 'A').replaceAll('0', 'a')}A`;
const account = id(1);
const minute = 60_000;

type Line = readonly [text: string, mine?: boolean, state?: MessageState, why?: Message['why']];

function written(
  number: number,
  name: string,
  lines: readonly Line[],
  more: Partial<Conversation> = {},
): Written {
  const other = id(number);
  const began = Date.now() - (number - 300) * 50 * minute - lines.length * 3 * minute;
  const messages = lines.map(([text, mine = false, state, why], place): Message => {
    const at = began + place * 3 * minute;
    return {
      ...{ account, other, message: id(number * 100 + place), at, time: at, text, mine, why },
      state: state ?? (mine ? 'sent' : 'received'),
    };
  });
  const last = messages.at(-1);
  const handle =
    name
      .normalize('NFKD')
      .replace(/[^a-z]/gi, '')
      .toLowerCase()
      .slice(0, 12) || 'person';
  return {
    messages,
    conversation: {
      ...emptyConversation(account, other),
      person: { handle, name },
      standing: 'open',
      last: last && { text: last.text, at: last.at, mine: last.mine },
      ...more,
    },
  };
}

const keys = { generation: 2, devices: [] };
const mei = written(301, 'Mei Tanaka', [
  ['Are you coming to the balcony evening on Tuesday?'],
  ['I would love to. Shall I bring the tomato seedlings?', true],
  ['Please do! There is still room in the big box.'],
  ['And could you look at this before? https://gardeners.example/plan'],
  ['Looks good to me. I have one question about the water, but that can wait until we speak.', true],
  ['See you on Tuesday', true],
]);
const others = [
  written(302, 'Luis Ortega', [['The recording booth is free on Friday.'], ['Two hours, if you want.']], {
    unread: 2,
  }),
  written(303, 'سارة القحطاني', [['شكرًا جزيلًا، كانت أمسية رائعة!']]),
  written(304, 'Kofi Mensah', [['Sent you the list of names.', true]]),
  written(305, 'Ines Duarte', [['Good night!']]),
];
const request = written(
  306,
  'Alexandria Featherstonehaugh-Montgomery',
  [['Hi Robin, I heard you in the Sunday room and would like to ask you something about sourdough.']],
  { standing: 'asked', unread: 1 },
);
const changed = written(
  301,
  'Mei Tanaka',
  [
    ['Are you coming on Tuesday?'],
    ['Yes! I will bring the seedlings.', true],
    ['Have you got a new telephone?', true, 'held'],
  ],
  { known: keys, changed: { ...keys, generation: 3 } },
);
const forged = written(
  301,
  'Mei Tanaka',
  [
    ['Are you coming on Tuesday?'],
    ['Yes! I will bring the seedlings.', true],
    ['I changed my mind. Please send the money to the new account.', true, 'unproven'],
  ],
  { last: { text: 'I changed my mind. Please send the money…', at: Date.now(), mine: true, unproven: true } },
);
/** The devices of the account itself: one that nobody has confirmed. */
const added = {
  ...{ id: id(900), ed25519: new Uint8Array(32), x25519: new Uint8Array(32) },
  ...{ label: 'Firefox on Linux', addedOn: '2026-11-20', session: id(901) },
};
const ownWithNew: Written = {
  conversation: {
    ...emptyConversation(account, account),
    known: keys,
    changed: { ...keys, devices: [added] },
  },
  messages: [],
};
const troubled = written(307, 'Somchai Wongsakul', [
  ['The first line, which arrived.', true],
  ['A line that nobody could take.', true, 'failed', 'notYet'],
  ['A line on its way.', true, 'waiting'],
  [`A very long word: ${'Donaudampfschifffahrtselektrizitäten'.repeat(4)}`],
]);
const gone = written(308, 'Rosa Lindqvist', [['It was nice to meet you.'], ['Likewise!', true]], {
  gone: true,
});

const all = [mei, ...others, request];
/** What this device has, by scene. */
export const writtenIn: Readonly<Record<string, readonly Written[]>> = {
  messages: all,
  conversation: all,
  'conversation-request': all,
  'conversation-changed': [changed, ...others],
  'messages-new-device': [forged, ...others, ownWithNew],
  'conversation-new-device': [forged, ...others, ownWithNew],
  'conversation-troubled': [troubled, ...others],
  'conversation-gone': [gone, ...others],
  'conversation-new': [written(309, 'Bo Lind', []), ...others],
};
/** Addresses of the scenes. */
export const messagePaths: Readonly<Record<string, string>> = {
  'messages-empty': '/messages',
  messages: '/messages',
  conversation: `/messages#${id(301)}`,
  'conversation-request': `/messages#${id(306)}`,
  'conversation-changed': `/messages#${id(301)}`,
  'messages-new-device': '/messages',
  'conversation-new-device': `/messages#${id(301)}`,
  'conversation-troubled': `/messages#${id(307)}`,
  'conversation-gone': `/messages#${id(308)}`,
  'conversation-new': `/messages#${id(309)}`,
};
