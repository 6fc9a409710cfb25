import type { FakeRoom } from '@stoa/client/fake';
import { type Leaf, leaf } from '@stoa/protocol';

const said: readonly (readonly [who: number, text: string])[] = [
  [10, 'Good evening from a very rainy Porto'],
  [11, 'First time here. Is there a list of the books somewhere?'],
  [3, 'There is, I will pin it in a second.'],
  [3, 'It is the one from last week, with the two that Mei added.'],
  [12, 'The chapter about the lighthouse keeper ❤️'],
  [10, 'Same! I read it twice: https://library.example/lighthouse-keeper'],
  [13, 'buy followers cheap cheap cheap'],
  [14, 'Could the next speaker be a little closer to the microphone? Thank you 🙏'],
  [15, 'Much better now.'],
  [9, 'The translator will join at half past, she is on a train and the line is what it is on trains.'],
  [9, 'Half past by the clock of the station, that is.'],
];

/** An ordinary quarter of an hour: questions, an aside, something that a moderator hid. `more`: lines before it. */
export function busyChat(room: FakeRoom, more = 0): FakeRoom {
  const { driver } = room;
  for (let at = 0; at < more; at++)
    driver.says(leaf((at * 5) % 20), `${at + 1}. ${said[at % said.length]?.[1]}`);
  for (const [who, text] of said) {
    const counter = driver.says(leaf(who), text);
    if (text.startsWith('buy')) driver.hides(leaf(0), { leaf: leaf(who), counter });
  }
  driver.pins(leaf(0), 'https://library.example/lists/sunday-coffee', 'The list: what we read this autumn');
  if (room.view.me) driver.says(room.view.me.leaf, 'I would love to hear more about the second one.');
  return room;
}

export function chatInArabic(room: FakeRoom): FakeRoom {
  const { driver } = room;
  const lines: readonly (readonly [Leaf, string])[] = [
    [leaf(4), 'مساء الخير من عمّان'],
    [leaf(5), 'هل يمكن إعادة اسم الكتاب؟'],
    [leaf(1), 'الرابط هنا: https://library.example/ar'],
    [leaf(6), 'Thank you, found it!'],
  ];
  for (const [who, text] of lines) driver.says(who, text);
  driver.pins(leaf(0), 'https://library.example/ar', 'قائمة كتب الخريف');
  if (room.view.me) driver.says(room.view.me.leaf, 'وصلني، شكرًا جزيلًا');
  return room;
}

export function reacting(room: FakeRoom): FakeRoom {
  for (const sign of ['👏', '👏', '❤️', '🎉', '👏', '💡'] as const) room.driver.reacts(sign);
  return room;
}
