// What the analyst knows about a capture, so that leaks of speech and of rooms can be measured in bits.
import type { Truth } from '../rules/rule.ts';

/**
 * JSON: `{"speech": [{"from": seconds, "to": seconds, "who": "192.0.2.1:5000"}], "rooms": {"192.0.2.1:5000": "red"}}`,
 * times in seconds since the Unix epoch, both parts optional, `who` too.
 * @throws RangeError
 */
export function readTruth(text: string): Truth {
  let file: { speech?: unknown; rooms?: unknown };
  try {
    file = Object(JSON.parse(text));
  } catch {
    throw new RangeError('the file of what is known is no JSON');
  }
  if (file.speech !== undefined && !Array.isArray(file.speech))
    throw new RangeError('"speech" must be a list');
  const speech = ((file.speech as unknown[] | undefined) ?? []).map((entry, i) => {
    const { from, to, who } = Object(entry) as Record<string, unknown>;
    if (typeof from !== 'number' || typeof to !== 'number' || !(to > from))
      throw new RangeError(`entry ${i + 1} of "speech" needs from and to in seconds`);
    return { from: from * 1e6, to: to * 1e6, ...(typeof who === 'string' && { who }) };
  });
  const rooms = new Map(
    Object.entries(Object(file.rooms ?? {}) as Record<string, unknown>).map(([who, room]) => [
      who,
      String(room),
    ]),
  );
  return { speech, rooms };
}
