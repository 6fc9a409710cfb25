type Named = { readonly name: string; readonly handle: string };

/** As people search: without accents and capitals. */
const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLocaleLowerCase();

/** Those whose name or handle has every word of the text in it. */
export function matching<P extends Named>(people: readonly P[], text: string): readonly P[] {
  const words = fold(text).split(/\s+/u).filter(Boolean);
  if (words.length === 0) return people;
  return people.filter(({ name, handle }) => {
    const all = `${fold(name)} ${fold(handle)}`;
    return words.every((word) => all.includes(word));
  });
}
