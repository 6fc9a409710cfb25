// The participants' own calls, looked at in their process, so that every id in them is known afterwards.
import { fromBase64Url } from '@stoa/protocol';
import type { PlantedText } from './played.ts';

/** From now on every `fetch` of this process is looked at. @param plant told of tokens and their parts, key hashes, cookies */
export function watchCalls(plant: (one: PlantedText) => void): void {
  const { fetch } = globalThis;
  globalThis.fetch = async (input, init) => {
    const asked = fieldsOf(init?.body);
    if (typeof asked.keyHash === 'string')
      plant({
        kind: 'key',
        what: 'key hash',
        base64: Buffer.from(asked.keyHash, 'base64url').toString('base64'),
      });
    const response = await fetch(input, init);
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value] = (line.split(';', 1)[0] ?? '').split('=', 2);
      if (!value) continue;
      if (name.endsWith('stoa-session'))
        plant({ kind: 'session', what: 'session cookie of a member', text: value });
      else plant({ kind: 'cookie', what: 'cookie', text: value });
    }
    const { token } = fieldsOf(await response.clone().text());
    if (typeof token === 'string') plantToken(token, plant);
    return response;
  };
}

function fieldsOf(body: unknown): Record<string, unknown> {
  try {
    return Object(JSON.parse(String(body))) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** See the format in the protocol; the audience is the deployment's and no secret. */
function plantToken(token: string, plant: (one: PlantedText) => void): void {
  plant({ kind: 'token', what: 'token', text: token });
  const bytes = Buffer.from(fromBase64Url(token) ?? []);
  const part = (what: string, from: number, to: number) =>
    plant({
      kind: 'tokenPart',
      what: `token's ${what}`,
      base64: bytes.subarray(from, to).toString('base64'),
    });
  part('subject', 65, 81);
  part('number', 90, 106);
  part('signature', 106, 170);
}
