/** What both ends of a media transport take for granted. Sizes in bytes, times in milliseconds. */
export const media = {
  /** Downlink lines that every participant negotiates once, at join. */
  slots: 4,
  /** One Opus frame per packet. */
  frameMs: 20,
  packetsPerSecond: 50,
  clockRate: 48_000,
  /** RTP timestamp units of one frame. */
  frameTicks: 960,
  /** level || SFrame header || padded plaintext || tag; every frame of every speaker has this size. */
  payloadBytes: 167,
  /** The same in a strict room, where each frame is signed. */
  strictPayloadBytes: 215,
  /** Loudness steps carried in the first payload byte, 0 = silence. */
  levels: 4,
  opusFmtp: 'minptime=10;useinbandfec=1;usedtx=0;stereo=0;cbr=1;maxaveragebitrate=24000',
} as const;
