import { integrityHolds, sealed } from './integrity.ts';
import { firstOf, readStun } from './stun-message.ts';
import { attribute, method } from './stun-words.ts';

/**
 * Chromium sends ICE checks over TURN/TCP and TURN/TLS with a tie-breaker of 0 (seen in 156). To libjuice that means
 * "no such attribute": it answers 400 and Chromium gives the path up. So such a check gets another tie-breaker and is
 * signed anew; everything else passes as it is, unread but for two bytes.
 *
 * A check is mended only if it was rightly signed before: otherwise TURN would sign for whoever has seen a ufrag.
 *
 * @param passwordOf of the relay's side, by its ufrag
 */
export function mended(packet: Buffer, passwordOf: (ufrag: string) => string): Buffer {
  if (packet[0] !== 0 || packet[1] !== method.binding) return packet;
  const check = readStun(packet);
  if (!check) return packet;
  const breaker = firstOf(check, attribute.iceControlling) ?? firstOf(check, attribute.iceControlled);
  if (breaker?.length !== 8 || breaker.readBigUInt64BE() !== 0n) return packet;
  const [ufrag = ''] = (firstOf(check, attribute.username) ?? Buffer.alloc(0)).toString('latin1').split(':');
  const password = passwordOf(ufrag);
  if (check.integrityAt === undefined || !integrityHolds(check, password)) return packet;
  const body = Buffer.from(packet.subarray(0, check.integrityAt));
  // Any number but 0: the roles never conflict, since the relay is always the controlled one.
  const at = breaker.byteOffset - packet.byteOffset;
  body.writeUInt8(1, at + 7);
  return sealed(body, password, true);
}
