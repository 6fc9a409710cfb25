/** Where keys come from. The frame layer asks at every frame, so a change acts on the very next one. */

export interface SealingKey {
  /** 16 bits, see `packKid`. */
  readonly kid: number;
  /** AES-128-GCM, may encrypt. */
  readonly key: CryptoKey;
  /** 12 bytes. */
  readonly salt: Uint8Array;
  /** 8 bytes, see `frameContext`. */
  readonly context: Uint8Array;
  /** A strict room: each frame is signed. The same for all keys of a source. */
  readonly strict: boolean;
  /** Ed25519 by the participant's key, 64 bytes. */
  sign(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array>;
}

export interface OpeningKey {
  readonly kid: number;
  /** AES-128-GCM, may decrypt. */
  readonly key: CryptoKey;
  readonly salt: Uint8Array;
  /**
   * What key and salt were derived from (RFC 9605 section 4.4.2): opens this sender's frames of this step and nothing else.
   * Absent where nothing is ever shown to a third person.
   */
  readonly base?: Uint8Array;
  readonly context: Uint8Array;
  /** A strict room: what is not signed is not opened. */
  readonly strict: boolean;
  /** Position of the sender in the admission log. */
  readonly leaf: number;
  /** Ed25519 by the participant key that the signed stage names for this leaf. */
  verify(signature: Uint8Array<ArrayBuffer>, bytes: Uint8Array<ArrayBuffer>): Promise<boolean>;
}

export interface FrameKeySource {
  /** Key to seal with now; undefined while this device is not on stage or holds no key (then nothing may leave the device). */
  sealing(): SealingKey | undefined;
  /**
   * Key that this KID names now; 'unknown' = it may arrive within 2 s (the frame waits), 'refused' = its sender is not on
   * the signed stage or is muted (the frame is dropped).
   */
  opening(kid: number): OpeningKey | 'unknown' | 'refused';
}

/** Keeps what is heard, so that it can be shown later. Neither call may wait, and neither keeps what it is given: both copy. */
export interface FrameKeeper {
  /** A frame that is given out, by the opener's clock. */
  heard(key: OpeningKey, ctr: number, payload: Uint8Array, at: number): void;
  /** A signed block of a voice checked; `proof` begins with the 272 bytes of proof-block.ts, `key` is one of its frames'. */
  proven(key: OpeningKey, block: number, proof: Uint8Array): void;
}
