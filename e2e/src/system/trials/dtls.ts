import type { Chance } from '../../fuzz/mutate.ts';

/** Suites that a browser offers, shortest first. */
export const lawfulSuites: readonly number[] = [0xc02b, 0xc02f, 0xc00a, 0xc014];
/** Without encryption, without a certificate, or of the length that was once allowed to leave the country. */
export const nullSuites: readonly number[] = [0x0001, 0x0002, 0x003b, 0xc006, 0xc010, 0xc015];
export const exportSuites: readonly number[] = [0x0003, 0x0006, 0x0008, 0x0014, 0x0019];

const u16 = (n: number) => [n >> 8, n & 0xff];
const u24 = (n: number) => [n >> 16, (n >> 8) & 0xff, n & 0xff];
const extension = (type: number, body: readonly number[]) => [...u16(type), ...u16(body.length), ...body];

/** A DTLS 1.2 ClientHello (RFC 6347, section 4.2.2) in one record. */
export function clientHello(chance: Chance, suites: readonly number[] = lawfulSuites): Uint8Array {
  const extensions = [
    ...extension(10, [...u16(4), ...u16(23), ...u16(29)]),
    ...extension(11, [1, 0]),
    ...extension(13, [...u16(4), ...u16(0x0403), ...u16(0x0401)]),
    ...extension(14, [...u16(2), ...u16(7), 0]),
    ...extension(23, []),
  ];
  const body = [
    ...[0xfe, 0xfd],
    ...Array.from({ length: 32 }, () => chance(256)),
    ...[0, 0],
    ...u16(suites.length * 2),
    ...suites.flatMap(u16),
    ...[1, 0],
    ...u16(extensions.length),
    ...extensions,
  ];
  const handshake = [1, ...u24(body.length), ...u16(0), ...u24(0), ...u24(body.length), ...body];
  return Uint8Array.from([22, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, ...u16(handshake.length), ...handshake]);
}

/** The handshake messages of a datagram that are in clear: 1 ClientHello, 2 ServerHello, 11 Certificate. */
export function clearMessages(datagram: Uint8Array): number[] {
  const found: number[] = [];
  for (let at = 0; at + 13 < datagram.length; ) {
    const length = (datagram[at + 11]! << 8) | datagram[at + 12]!;
    const epoch = (datagram[at + 3]! << 8) | datagram[at + 4]!;
    if (datagram[at] === 22 && epoch === 0) found.push(datagram[at + 13]!);
    at += 13 + length;
  }
  return found;
}
