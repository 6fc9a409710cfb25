/** The word that `wrong` was most probably meant to be; undefined where none is near. */
export function nearest(wrong: string, words: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.max(2, Math.ceil(wrong.length / 4)) + 1;
  for (const word of words) {
    const steps = distance(wrong, word);
    if (steps < least) {
      least = steps;
      best = word;
    }
  }
  return best;
}

/** Letters to insert, remove, replace or swap with their neighbour (optimal string alignment). */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const now = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      let steps = Math.min(last[column]! + 1, now[column - 1]! + 1, last[column - 1]! + same);
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (row > 1 && column > 1 && swapped) steps = Math.min(steps, before[column - 2]! + 1);
      now.push(steps);
    }
    before = last;
    last = now;
  }
  return last[b.length]!;
}
