import { safety } from '@stoa/protocol/social';
import { newId } from '../../src/store/ids.ts';
import { randomly } from '../town.ts';
import { row } from './row.ts';
import { roomIn, type Scene } from './scene.ts';

//            stranger follower blocked member moderator clubAdmin operator
const operators = 'notFound notFound notFound notFound notFound notFound ok';
const openRoom = 'ok ok notFound ok ok ok ok';
const no = () => newId('case', randomly);
const about = (account: Scene['owner']['id']) => ({
  about: { kind: 'person' as const, account },
  reason: 'spam' as const,
  words: '',
});
const aboutRoom = (room: ReturnType<typeof roomIn>) => ({
  about: { kind: 'room' as const, room },
  reason: 'spam' as const,
  words: '',
});
const decision = {
  decision: 'nothing' as const,
  reason: 'spam' as const,
  note: '',
  endRooms: false,
};
const ticket = 'A'.repeat(43);

export const safetyRows = [
  row(safety.key, 'ok', () => ({})),
  row(safety.report, 'ok', ({ owner }) => about(owner.id), undefined, 'of a person'),
  row(safety.report, 'ok', () => about(newId('account', randomly)), undefined, 'of nobody'),
  row(
    safety.report,
    openRoom,
    (scene) => aboutRoom(roomIn(scene)),
    () => aboutRoom(newId('room', randomly)),
    'of an open room',
    'open',
  ),
  row(
    safety.report,
    'notFound notFound notFound ok ok ok notFound',
    (scene) => aboutRoom(roomIn(scene)),
    () => aboutRoom(newId('room', randomly)),
    "of a club's room",
    'club',
  ),
  row(safety.mine, 'ok', () => ({})),
  row(safety.ban, 'notFound', () => ({ ticket })),
  row(safety.appeal, 'notFound', () => ({ ticket, words: 'No.' })),
  row(
    safety.roomLog,
    'notFound notFound notFound notFound ok notFound notFound',
    (scene) => ({ room: roomIn(scene) }),
    () => ({ room: newId('room', randomly) }),
    'of an open room',
    'open',
  ),
  row(
    safety.clubLog,
    'notFound notFound notFound notAllowed notFound ok notFound',
    ({ club }) => ({ club }),
    () => ({ club: newId('club', randomly) }),
  ),
  row(safety.queue, operators, () => ({})),
  row(safety.one, 'notFound', () => ({ case: no() }), undefined, 'that is not there'),
  row(safety.one, operators, (scene) => ({ case: scene.safetyCase })),
  row(safety.evidence, 'notFound', () => ({ report: newId('report', randomly) }), undefined, 'not there'),
  row(safety.evidence, operators, (scene) => ({ report: scene.report })),
  row(safety.claim, operators, (scene) => ({ case: scene.safetyCase, on: true })),
  row(safety.decide, operators, (scene) => ({ case: scene.safetyCase, ...decision })),
  row(safety.bans, operators, () => ({})),
  row(
    safety.review,
    'notFound',
    ({ owner }) => ({ account: owner.id, lift: true, note: '' }),
    undefined,
    'of somebody who is not banned',
  ),
  row(safety.log, operators, () => ({})),
  row(safety.keySet, operators, () => ({ publicKey: new Uint8Array(32).fill(9) })),
];
