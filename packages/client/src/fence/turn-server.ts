/** As `RTCIceServer`: one deployment's TURN, with the credential for these minutes. */
export type TurnServer = {
  readonly urls: readonly string[];
  readonly username: string;
  readonly credential: string;
};
