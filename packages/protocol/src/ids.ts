declare const leafBrand: unique symbol;
declare const peerBrand: unique symbol;
declare const eraBrand: unique symbol;
declare const linkBrand: unique symbol;

/**
 * A participant of one era: the position of its entry in the admission log (u32, first is 0, never reused).
 * It says nothing outside its era, so it may be a plain number.
 */
export type Leaf = number & { readonly [leafBrand]: true };

/** One media transport at a relay, numbered by control; a participant that reconnects gets another. */
export type PeerId = number & { readonly [peerBrand]: true };

/** One live run of a room as a relay knows it: a random 48-bit number, unrelated to the room's handle. */
export type EraId = number & { readonly [eraBrand]: true };

/**
 * One life of a relay process on the backbone: drawn at random when it begins, so that a process that was replaced and
 * wakes again speaks under a name that nobody listens to. Letters, digits, `-`, `_` and `.`, at most 64 of them.
 */
export type LinkId = string & { readonly [linkBrand]: true };

export const leaf = (n: number): Leaf => n as Leaf;
export const peerId = (n: number): PeerId => n as PeerId;
export const eraId = (n: number): EraId => n as EraId;
export const linkId = (text: string): LinkId => text as LinkId;
