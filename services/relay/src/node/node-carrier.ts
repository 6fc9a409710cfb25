import type { ControlWord, Presence, RelayWord } from '@stoa/protocol/fleet';

/** Carries words between one host of relays and all controls: in order for each pair; some may be lost. */
export type NodeCarrier = {
  /** Words of controls. */
  listen(hear: (word: ControlWord) => void): void;
  /** To the control of this life. Never throws. */
  tell(control: string, word: RelayWord): void;
  /** To all controls. Never throws. */
  announce(presence: Presence): void;
};
