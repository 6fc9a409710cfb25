// Host names and user names that hold more than they must.

const UUID = /[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}/i;
const ROOMLIKE =
  /^(room|meet|meeting|call|conf|channel|chan|user|uid|session|client)s?[-_]?(?=[a-z]*\d)[a-z0-9]{4,}$/i;
/** The names of one use behind which browsers hide an address in the local network (RFC 8828 section 5.2) tell nothing. */
const ONE_USE = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.local$/i;
const ADDRESS_IN_NAME = /^(ip-|ec2-|host-)?\d{1,3}([-_.]\d{1,3}){3}$/;

/** Why a name says too much; undefined for one that does not. */
export function tooMuch(name: string): string | undefined {
  if (ONE_USE.test(name)) return undefined;
  for (const label of name.split('.').slice(0, -2)) {
    if (ADDRESS_IN_NAME.test(label)) continue;
    if (UUID.test(label)) return 'a universally unique id';
    if (ROOMLIKE.test(label)) return 'a name of a room or a person';
    if (/[0-9a-f]{16,}/i.test(label) && /\d/.test(label)) return 'a long hexadecimal value';
    if (/\d{7,}/.test(label)) return 'a long number';
    if (isTangled(label)) return 'a long value that looks random';
  }
  return undefined;
}

/** Letters and digits in no order: words and host numbers change between the two a few times only. */
function isTangled(label: string): boolean {
  const longest = label.split('-').reduce((best, part) => (part.length > best.length ? part : best), '');
  const changes = longest.match(/(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])/gi)?.length ?? 0;
  return longest.length >= 20 && changes >= 6;
}

/** What a STUN user name or fragment of one carries besides chance; undefined when it looks like chance. */
export function carries(fragment: string): string | undefined {
  if (UUID.test(fragment)) return 'a universally unique id';
  if (/^\d{9,10}:./.test(fragment)) return 'a time and a user name';
  if (/[^\s@:]+@[^\s@]+\.[a-z]+/i.test(fragment)) return 'an address of mail or SIP';
  if (/\d{1,3}(\.\d{1,3}){3}/.test(fragment)) return 'a network address';
  const [first = '', second = ''] = fragment.split(':');
  for (const part of [first, second]) {
    if (/^\d{6,}$/.test(part)) return 'a number';
    if (/(room|user|channel|conf|call)[-_=/]/i.test(part)) return 'the name of a room or a person';
    if (part.length < 20) continue;
    const decoded = Buffer.from(part, 'base64');
    if (isRecord(decoded)) return 'a binary record in base64';
  }
  return undefined;
}

/** Fields of Protocol Buffers to the very end, or far more small values than chance gives. */
function isRecord(bytes: Uint8Array): boolean {
  const small = bytes.filter((byte) => byte < 32).length;
  const expected = bytes.length / 8;
  return isProtobuf(bytes) || (small - expected) / Math.sqrt(expected * (7 / 8)) > 3;
}

function isProtobuf(bytes: Uint8Array): boolean {
  let at = 0;
  let fields = 0;
  const varint = (): number => {
    let value = 0;
    for (let i = 0; i < 10; i++) {
      const byte = bytes[at++];
      if (byte === undefined) return Number.NaN;
      value += (byte & 127) * 2 ** (7 * i);
      if (byte < 128) return value;
    }
    return Number.NaN;
  };
  while (at < bytes.length) {
    const tag = varint();
    if (!(tag >= 8 && tag < 160)) return false;
    const kind = tag % 8;
    if (kind === 0) {
      if (Number.isNaN(varint())) return false;
    } else if (kind === 1) at += 8;
    else if (kind === 5) at += 4;
    else if (kind === 2) {
      const length = varint();
      at += length;
    } else return false;
    if (!(at <= bytes.length)) return false;
    fields++;
  }
  return fields >= 3;
}
