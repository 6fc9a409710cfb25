// Runs in Node's loader thread: hands on changed text for the modules that the edits name.
let edits = [];

export function initialize(data) {
  edits = data;
}

export async function load(url, context, nextLoad) {
  const loaded = await nextLoad(url, context);
  const mine = edits.filter((edit) => url.split('?')[0].endsWith(`/${edit.file}`));
  if (mine.length === 0) return loaded;
  let source = loaded.source?.toString();
  for (const { file, find, put } of mine) {
    if (source?.split(find).length !== 2) throw new Error(`A mutation of ${file} does not fit: ${find}`);
    source = source.replace(find, () => put);
  }
  return { ...loaded, source };
}
