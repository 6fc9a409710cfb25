import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeClientMessage,
  decodeServerMessage,
  encodeClientMessage,
  encodeServerMessage,
  fromBase64Url,
  type Opaque,
  pad,
  paddingBytes,
  toBase64Url,
} from '../src/index.ts';
import { clientMessage, serverMessage } from './arbitraries.ts';

/** Opaque values hide from comparisons as from prints, so they are compared by what they reveal. */
const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, function (this: Record<string, unknown>, name, printed) {
      const real = this[name];
      if (real instanceof Uint8Array) return [...real];
      if (real && typeof real === 'object' && 'reveal' in real) return (real as Opaque<string>).reveal();
      return printed;
    }),
  );

describe('messages', () => {
  test('P1 every client message comes back as it was', () => {
    fc.assert(
      fc.property(clientMessage, (message) => {
        const text = encodeClientMessage(message);
        expect(Buffer.byteLength(text) % paddingBytes).toBe(0);
        expect(plain(decodeClientMessage(text))).toEqual(plain(message));
      }),
      { numRuns: 500 },
    );
  });

  test('P1 every server message comes back as it was', () => {
    fc.assert(
      fc.property(serverMessage, (message) => {
        const text = encodeServerMessage(message);
        expect(Buffer.byteLength(text) % paddingBytes).toBe(0);
        expect(plain(decodeServerMessage(text))).toEqual(plain(message));
      }),
      { numRuns: 500 },
    );
  });

  test('P2 no text makes the decoders throw', () => {
    const either = (text: string) => {
      decodeClientMessage(text);
      decodeServerMessage(text);
    };
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), either), { numRuns: 2_000 });
    fc.assert(fc.property(fc.json({ maxDepth: 6 }), either), { numRuns: 2_000 });
  });

  test('P2 a message with one thing changed is a message of the same kind or none', () => {
    fc.assert(
      fc.property(clientMessage, fc.nat(), fc.jsonValue({ maxDepth: 2 }), (message, at, value) => {
        const json = JSON.parse(encodeClientMessage(message)) as Record<string, unknown>;
        const names = Object.keys(json);
        const name = names[at % names.length]!;
        if (value === undefined) delete json[name];
        else json[name] = value;
        const decoded = decodeClientMessage(JSON.stringify(json));
        expect(decoded === undefined || decoded.t === json.t).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test('P2 cut-off and deep texts are no messages', () => {
    fc.assert(
      fc.property(clientMessage, fc.nat(), (message, at) => {
        const text = encodeClientMessage(message).trimEnd();
        expect(decodeClientMessage(text.slice(0, at % text.length))).toBeUndefined();
      }),
      { numRuns: 300 },
    );
    expect(decodeClientMessage('['.repeat(100_000))).toBeUndefined();
    expect(decodeClientMessage(`{"t":${'{"t":'.repeat(5_000)}1${'}'.repeat(5_001)}`)).toBeUndefined();
  });

  test('P3 unknown fields are dropped, unknown kinds refused', () => {
    expect(decodeClientMessage('{"t":"ping","extra":1,"__proto__":{"x":1}}')).toEqual({ t: 'ping' });
    expect(decodeClientMessage('{"t":"pong"}')).toBeUndefined();
  });

  test.each([
    '{"t":"page","id":1,"from":1.5}',
    '{"t":"page","id":1,"from":9007199254740993}',
    '{"t":"deny","request":-1}',
    '{"t":"command","id":1,"command":{"do":"mute","leaf":4294967296}}',
    '{"t":"offer","offer":"","proof":"AA"}',
    `{"t":"offer","offer":"${'x'.repeat(20_481)}","proof":"${'A'.repeat(86)}"}`,
  ])('P4 numbers and lengths outside their ranges are refused: %s', (text) => {
    expect(decodeClientMessage(text)).toBeUndefined();
  });
});

describe('bytes and padding', () => {
  test('P5 base64url has one spelling for each byte string', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.uint8Array({ maxLength: 100 }), fc.uint8Array({ maxLength: 20_000 })),
        (bytes) => {
          const text = toBase64Url(bytes);
          expect(text).toBe(Buffer.from(bytes).toString('base64url'));
          expect(fromBase64Url(text)).toEqual(new Uint8Array(bytes));
        },
      ),
    );
    for (const wrong of ['A', 'AB', 'AAB', 'AA=', 'A A', '+/', 'AAAAA', 'é', 'Aé', 'AAŁA', '\0AAA']) {
      const decoded = fromBase64Url(wrong);
      expect(decoded === undefined || toBase64Url(decoded) === wrong).toBe(true);
      expect(decoded).toBeUndefined();
    }
  });

  test('P6 lengths on the wire are multiples of 256 bytes, whatever is said', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
        const json = JSON.stringify(text);
        const padded = pad(json);
        expect(Buffer.byteLength(padded) % paddingBytes).toBe(0);
        expect(Buffer.byteLength(padded) - Buffer.byteLength(json)).toBeLessThan(paddingBytes);
        expect(JSON.parse(padded)).toBe(JSON.parse(json));
      }),
    );
  });
});
