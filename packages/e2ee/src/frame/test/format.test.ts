import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CTR_LIMIT,
  FIRST_CTR,
  fillNonce,
  fillPlaintext,
  frameContext,
  headerFault,
  OPUS_MAX_BYTES,
  opusLength,
  PAYLOAD_BYTES,
  PLAINTEXT_BYTES,
  packKid,
  readCtr,
  readKid,
  readLevel,
  shapeOf,
  unpackKid,
  writeHeader,
} from '../frame-format.ts';
import { levelOfRms } from '../level.ts';
import { sframeNonce } from '../sframe-cipher.ts';
import { encodeSframeHeader } from '../sframe-header.ts';

const sender = fc.integer({ min: 1, max: 255 });
const ctrs = fc.integer({ min: FIRST_CTR, max: CTR_LIMIT - 1 });
const levels = fc.constantFrom(0, 1, 2, 3) as fc.Arbitrary<0 | 1 | 2 | 3>;

describe('frame format', () => {
  test('F3 the fixed header is the shortest RFC 9605 header of the same KID and CTR', () => {
    fc.assert(
      fc.property(sender, fc.nat(15), fc.nat(15), ctrs, levels, (seat, epoch, step, ctr, level) => {
        const kid = packKid({ sender: seat, epoch, step });
        expect(unpackKid(kid)).toEqual({ sender: seat, epoch, step });
        const payload = new Uint8Array(PAYLOAD_BYTES);
        writeHeader(payload, level, kid, ctr);
        expect(payload.slice(1, 7)).toEqual(encodeSframeHeader(BigInt(kid), BigInt(ctr)));
        expect([readKid(payload), readCtr(payload), readLevel(payload)]).toEqual([kid, ctr, level]);
        expect(headerFault(payload)).toBeUndefined();
      }),
    );
  });

  test('F3 the nonce is that of the general form', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 12, maxLength: 12 }), ctrs, (salt, ctr) => {
        const nonce = new Uint8Array(12);
        fillNonce(nonce, salt, ctr);
        expect(nonce).toEqual(sframeNonce(salt, BigInt(ctr)));
      }),
    );
  });

  test('F3 arbitrary bytes are a frame only with the right size, config, level, sender and CTR', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const fault = headerFault(bytes);
        if (bytes.length === 0) expect(fault).toBe('empty');
        else if (bytes.length !== PAYLOAD_BYTES) expect(fault).toBe('size');
      }),
    );
    const payload = new Uint8Array(PAYLOAD_BYTES);
    const fault = (level: number, kid: number, ctr: number, config = 0x9a) => {
      writeHeader(payload, level as 0, kid, ctr);
      payload[1] = config;
      return headerFault(payload);
    };
    expect(fault(0, 0x0100, FIRST_CTR)).toBeUndefined();
    expect(fault(4, 0x0100, FIRST_CTR)).toBe('header');
    expect(fault(0, 0x0100, FIRST_CTR - 1)).toBe('header');
    expect(fault(0, 0x0100, CTR_LIMIT)).toBe('header');
    expect(fault(0, 0x0100, FIRST_CTR, 0x99)).toBe('header');
  });

  test('F4 a KID of sender 0 is filler, and cannot be packed', () => {
    const payload = new Uint8Array(PAYLOAD_BYTES);
    writeHeader(payload, 0, 0x0034, FIRST_CTR);
    expect(headerFault(payload)).toBe('filler');
    expect(() => packKid({ sender: 0, epoch: 1, step: 1 })).toThrow(RangeError);
    expect(() => packKid({ sender: 256, epoch: 1, step: 1 })).toThrow(RangeError);
  });

  test('F5 a plaintext comes back whatever it is and whatever the buffer held before', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: OPUS_MAX_BYTES }), fc.nat(255), (opus, dirt) => {
        const pt = new Uint8Array(PLAINTEXT_BYTES).fill(dirt);
        fillPlaintext(pt, shapeOf(false), opus, false);
        expect(opusLength(pt, shapeOf(false))).toBe(opus.length);
        expect(pt.slice(17, 17 + opus.length)).toEqual(opus);
      }),
    );
  });

  test('F5 a plaintext with padding or an absent chunk that is not zero is malformed', () => {
    const pt = new Uint8Array(PLAINTEXT_BYTES);
    fillPlaintext(pt, shapeOf(false), new Uint8Array(20).fill(9), false);
    pt[143] = 1;
    expect(opusLength(pt, shapeOf(false))).toBeUndefined();
    fillPlaintext(pt, shapeOf(false), new Uint8Array(20).fill(9), false);
    pt[3] = 1;
    expect(opusLength(pt, shapeOf(false))).toBeUndefined();
    pt[0] = pt[0]! | 0x80;
    expect(opusLength(pt, shapeOf(false))).toBe(20);
    expect(opusLength(new Uint8Array(10), shapeOf(false))).toBeUndefined();
  });

  test('F6 the context differs by room key and by generation', () => {
    const contexts = [
      frameContext(new Uint8Array(32), 0),
      frameContext(new Uint8Array(32), 1),
      frameContext(new Uint8Array(32).fill(1), 0),
    ];
    expect(new Set(contexts.map(String)).size).toBe(3);
    expect(contexts.every((context) => context.length === 8)).toBe(true);
  });

  test('F7 loudness has four steps at -50, -38 and -26 dBFS', () => {
    const dbfs = (db: number) => 10 ** (db / 20);
    expect([-90, -50.1, -49.9, -38.1, -37.9, -26.1, -25.9, 0].map((db) => levelOfRms(dbfs(db)))).toEqual([
      0, 0, 1, 1, 2, 2, 3, 3,
    ]);
    expect([0, Number.NaN, -1].map(levelOfRms)).toEqual([0, 0, 0]);
  });
});
