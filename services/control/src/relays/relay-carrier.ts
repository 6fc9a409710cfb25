import type { ControlWord, Presence, RelayWord } from '@stoa/protocol/fleet';

/** Carries words between this control and all hosts of relays: in order for each pair; some may be lost. */
export type RelayCarrier = {
  /** Can it be reached just now, as far as the carrier knows? While it cannot, its silence means nothing. */
  reaches(host: string): boolean;
  /** Never throws. */
  tell(host: string, word: ControlWord): void;
  onPresence(listener: (presence: Presence) => void): void;
  onWord(listener: (host: string, word: RelayWord) => void): void;
};
