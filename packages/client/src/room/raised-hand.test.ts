import { expect, test } from 'vitest';
import { answeredForMs, RaisedHand } from './raised-hand.ts';

const gone = { listed: false, complete: true, staged: false };
const listed = { listed: true, complete: true, staged: false };

const raised = () => {
  const hand = new RaisedHand();
  hand.raise();
  hand.answered('done');
  return hand;
};

test('C17 a raised hand says yes from the tap on, and being lowered ends that', () => {
  const hand = new RaisedHand();
  expect(hand.saysYes(0)).toBe(false);
  hand.raise();
  expect(hand.saysYes(0)).toBe(true);
  hand.answered('done');
  hand.see(listed, 0);
  expect(hand.saysYes(1e9)).toBe(true);
  hand.end();
  expect(hand.saysYes(1e9)).toBe(false);
});

test('C17 a refused hand says nothing; one whose answer was lost counts once control shows it', () => {
  const refused = new RaisedHand();
  refused.raise();
  refused.answered('refused');
  expect(refused.saysYes(0)).toBe(false);

  const lost = new RaisedHand();
  lost.raise();
  lost.answered('unknown');
  expect(lost.saysYes(0)).toBe(false);
  lost.see(gone, 0);
  expect(lost.saysYes(0)).toBe(false);
  lost.see(listed, 0);
  expect(lost.saysYes(0)).toBe(true);
});

test('C17 a hand raised twice is not ended by what became of the second wish', () => {
  const hand = raised();
  hand.raise();
  hand.answered('refused');
  expect(hand.saysYes(0)).toBe(true);
});

test('C17 a hand that was dismissed says nothing any more, shown in the list before or not', () => {
  const shown = raised();
  shown.see(listed, 0);
  shown.see({ ...gone, complete: false }, 0);
  expect(shown.saysYes(0)).toBe(false);

  const far = raised();
  far.see({ ...gone, complete: false }, 0);
  expect(far.saysYes(0)).toBe(true);
  far.see(gone, 0);
  expect(far.saysYes(0)).toBe(false);
});

test('C17 a hand that was taken says yes for two minutes, until the signed stage shows it', () => {
  const hand = raised();
  hand.see({ ...gone, staged: true }, 1_000);
  expect(hand.saysYes(1_000 + answeredForMs)).toBe(true);
  expect(hand.saysYes(1_001 + answeredForMs)).toBe(false);
  hand.end();
  expect(hand.saysYes(1_000)).toBe(false);
});

test('C17 control’s list alone raises no hand', () => {
  const hand = new RaisedHand();
  hand.see(listed, 0);
  hand.see({ ...gone, staged: true }, 0);
  expect(hand.saysYes(0)).toBe(false);
});
