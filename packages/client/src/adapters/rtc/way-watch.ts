import { type Ways, waysTimes } from './ways.ts';

/** What a peer connection tells of its path. */
export type Watched = Pick<
  RTCPeerConnection,
  'iceConnectionState' | 'addEventListener' | 'removeEventListener' | 'getStats'
>;

export type WayWatch = {
  /** The relay's answer is in: checks go out from now on. `detour`: TURN may be used. */
  answered(detour: boolean): void;
  /** Signs of life received so far, whenever somebody has counted them. */
  counted(signs: number): void;
  end(): void;
};

/** After the first way through, a better one may still be found. */
const settledMs = 3_000;

/** Sees whether anything comes back at all, and says so in time; `lost` when another way is to be tried at once. */
export function watchWay(connection: Watched, ways: Ways, lost: () => void): WayWatch {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let onDetour = false;
  let over = false;
  /** Of a connection that has been up. */
  let life: { signs: number; movedAt: number } | undefined;
  const after = (ms: number, run: () => void) => {
    clearTimeout(timer);
    timer = setTimeout(run, ms);
  };
  const learn = async () => {
    const way = wayOf(await connection.getStats());
    if (way && !over) ways.took(way);
  };
  const changed = () => {
    const { iceConnectionState: state } = connection;
    if (state === 'connected' || state === 'completed') {
      clearTimeout(timer);
      life = { signs: -1, movedAt: performance.now() };
      if (onDetour) after(settledMs, () => void learn().catch(() => undefined));
    }
    if (state === 'failed' && !life) noAnswer();
    if (state === 'connected' || state === 'completed') return;
    // Browsers take some seconds to say so.
    if (life) end();
  };
  const noAnswer = () => {
    end();
    if (ways.noAnswer()) lost();
  };
  const end = () => {
    if (!over && life && life.signs >= 0 && performance.now() - life.movedAt >= waysTimes.silentMs)
      ways.doubt();
    over = true;
    clearTimeout(timer);
    connection.removeEventListener('iceconnectionstatechange', changed);
  };
  return {
    answered: (detour) => {
      if (over) return;
      onDetour = detour;
      connection.addEventListener('iceconnectionstatechange', changed);
      after(waysTimes.patienceMs, noAnswer);
      changed();
    },
    counted: (signs) => {
      if (life && life.signs !== signs) life = { signs, movedAt: performance.now() };
    },
    end,
  };
}

type Report = {
  readonly type: string;
  readonly id: string;
  readonly state?: string;
  readonly nominated?: boolean;
  /** Firefox marks the pair itself. */
  readonly selected?: boolean;
  readonly selectedCandidatePairId?: string;
  readonly localCandidateId?: string;
  readonly candidateType?: string;
};

/** How packets leave; undefined while that is not settled. */
export function wayOf(stats: RTCStatsReport): 'direct' | 'turn' | undefined {
  const reports = [...(stats as unknown as ReadonlyMap<string, Report>).values()];
  const chosen = reports.find(({ type }) => type === 'transport')?.selectedCandidatePairId;
  const pair = reports.find(
    (one) => one.type === 'candidate-pair' && (chosen ? one.id === chosen : one.selected === true),
  );
  const local = reports.find(({ type, id }) => type === 'local-candidate' && id === pair?.localCandidateId);
  if (!local) return undefined;
  return local.candidateType === 'relay' ? 'turn' : 'direct';
}
