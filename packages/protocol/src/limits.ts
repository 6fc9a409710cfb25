/** What one person may ask of the deployment. Start values; every one of them is tested. */
export const limits = {
  /** Characters are Unicode code points after NFC normalisation. */
  nameCodePoints: 64,
  titleCodePoints: 120,
  /** One signaling message, bytes before padding. */
  messageBytes: 16_384,
  /** The first message carries an offer and what the keys need. */
  introductionBytes: 49_152,
  /** Later offers are longer than other messages. */
  offerMessageBytes: 24_576,
  /** What a steward's device may send: a generation restart re-wraps every member in chunks of this size. */
  stewardMessageBytes: 262_144,
  /** Token bucket per socket. */
  messagesPerMinute: 120,
  messageBurst: 20,
  /** A steward answers every join of the room, so its socket has a budget of its own. */
  stewardMessagesPerMinute: 12_000,
  stewardMessageBurst: 400,
  /** A socket that has not said who it is by then is closed. */
  introductionMs: 5_000,
  /** A participant whose socket is gone keeps its seat and its transport for so long. */
  awayMs: 15_000,
  /** Bytes queued for a slow reader before its socket is closed. */
  socketBacklogBytes: 262_144,
  /** The same for a steward, who gets the whole admission log when it is made one. */
  stewardBacklogBytes: 8_388_608,
  /** How often the server pings a socket, and how long it waits for any sign of life. */
  socketPingMs: 4_000,
  socketSilenceMs: 9_000,
  eventLogMs: 60_000,
  onStage: 50,
  handsShown: 50,
  /** Participants of one room, audience included. */
  participants: 5_000,
  joinsPerSecond: 200,
  offerBytes: 20_480,
  /** One signed entry of the admission log. */
  entryBytes: 1_024,
  /** A sealed message, and a sealed reaction. */
  saidBytes: 2_090,
  reactionBytes: 74,
  /** What one person may write and react with, and what all of a room may write. */
  saidPerMinute: 20,
  saidBurst: 6,
  reactionsPerMinute: 60,
  reactionBurst: 12,
  roomSaidPerMinute: 600,
  roomSaidBurst: 30,
  /** Reactions told together, every so many milliseconds. */
  reactionsTogether: 30,
  reactionsEveryMs: 100,
  /** Bytes of the numbered events that a room keeps for those who come back. */
  eventLogBytes: 524_288,
  probationSeconds: 3_600,
  /** People waiting at the door of a room for a steward's answer. */
  waiting: 500,
  /** How long somebody waits there: for a device's answer, and for a person's. */
  doorMs: 30_000,
  knockMs: 300_000,
  /** How long a room without anybody on stage goes on before it ends. */
  endGraceMs: 60_000,
  rooms: 10_000,
  socketsPerAddressPerMinute: 600,
  roomsPerAddressPerMinute: 10,
  tokensPerAddressPerMinute: 300,
  pageEntries: 50,
  /** How often a steward must show that it lives, and what follows when none does. */
  heartbeatMs: 20_000,
  hostMissingMs: 90_000,
  stopSpeakingMs: 180_000,
  /** An acting steward that leaves a request unanswered for so long is passed over. */
  stewardSilenceMs: 2_000,
} as const;
