/** What `look` finds, as soon as it finds something that is neither undefined nor false; until then what it throws is nothing. */
export async function eventually<T>(
  look: () => Promise<T | undefined | false>,
  patienceMs = 20_000,
): Promise<T> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const seen = await look().catch(() => undefined);
    if (seen !== undefined && seen !== false) return seen;
    if (performance.now() > until) throw new Error(`It did not become so within ${patienceMs / 1_000} s.`);
    await new Promise((wait) => setTimeout(wait, 100));
  }
}
