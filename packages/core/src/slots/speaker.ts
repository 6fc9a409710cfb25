/** What the slots remember about one publisher. Made by `SlotTable.admit`; its fields belong to the table. */
export class Speaker {
  /** Its slot, or -1. */
  slot = -1;
  /** When the slot became its own. */
  heldSince = 0;
  lastPacketAt = 0;
  /** When it last claimed a level above 0. */
  lastHeardAt = Number.NEGATIVE_INFINITY;
  /** Smoothed level of its speech, 0..3; pauses between words do not count, 0 after a longer silence. */
  loudness = 0;
  /** Milliseconds it has claimed to speak while it had no slot, since it last had one or fell silent. */
  waited = 0;
  /** Milliseconds of speaking with a slot, fading with time: who had much gives way to who had little. */
  airtime = 0;
}
