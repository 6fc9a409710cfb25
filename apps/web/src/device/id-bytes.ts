import { fromBase64Url } from '@stoa/protocol';

/** The 16 bytes of an id. */
export function bytesOf(id: { reveal(): string }): Uint8Array<ArrayBuffer> {
  const bytes = fromBase64Url(id.reveal());
  if (bytes?.length !== 16) throw new TypeError('This is no id.');
  return new Uint8Array(bytes);
}
