import { createCipheriv, createDecipheriv, createHash, createHmac } from 'node:crypto';
import { fromBase64Url, toBase64Url } from '@stoa/protocol';
import { Refusal } from './http/refusal.ts';

/**
 * Where a page goes on: eight bytes of position and eight that tie it to its list, encrypted as one AES block. It shows
 * nothing (neither how many follows there are, nor their order), and one made up or taken from another list is found
 * out but for one in 2^64.
 */
export class Cursors {
  readonly #key: Buffer;

  constructor(secret: Uint8Array) {
    this.#key = createHmac('sha256', secret).update('stoa cursors v1').digest();
  }

  /** `list` names the list and whose view of it: `followers`, owner, viewer. */
  seal(list: readonly string[], position: bigint): string {
    const block = Buffer.alloc(16);
    block.writeBigUInt64BE(position);
    tie(list).copy(block, 8);
    const cipher = createCipheriv('aes-256-ecb', this.#key, null).setAutoPadding(false);
    return toBase64Url(Buffer.concat([cipher.update(block), cipher.final()]));
  }

  /** Undefined without a cursor; throws `malformed` for one of another list. */
  open(list: readonly string[], cursor: string | undefined): bigint | undefined {
    if (cursor === undefined) return undefined;
    const bytes = fromBase64Url(cursor);
    if (bytes?.length === 16) {
      const cipher = createDecipheriv('aes-256-ecb', this.#key, null).setAutoPadding(false);
      const block = Buffer.concat([cipher.update(bytes), cipher.final()]);
      if (block.subarray(8).equals(tie(list))) return block.readBigUInt64BE();
    }
    throw new Refusal('malformed', 'This cursor is of another list.');
  }
}

const tie = (list: readonly string[]): Buffer =>
  createHash('sha256').update(list.join('\0')).digest().subarray(0, 8);
