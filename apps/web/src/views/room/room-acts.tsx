import type { Outcome } from '@stoa/client';
import type { Leaf } from '@stoa/protocol';
import type { AccountId } from '@stoa/protocol/social';
import { createContext, type ReactNode, use, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RosterPerson } from '../../state/room-people.ts';
import type { Reported } from '../safety/report-dialog.tsx';

/** What is open above the room: one thing at a time. */
export type Panel =
  | 'share'
  | 'hear'
  | 'help'
  | 'microphone'
  | 'microphoneTrouble'
  | 'end'
  | 'waiting'
  | 'rules'
  | 'path'
  | 'log'
  | 'pin'
  | 'person';
/** Somebody in the room: at the app's server, in the room itself, or both. */
export type Somebody = {
  readonly name: string;
  readonly account?: AccountId | undefined;
  readonly person?: RosterPerson | undefined;
};
export type Asking = { readonly action: 'remove' | 'makeModerator'; readonly person: RosterPerson };
/** `leaf`: whose sound and messages of the last moments may prove it. */
export type Reporting = { readonly about: Reported; readonly leaf?: Leaf | undefined };
export type Trouble = 'denied' | 'missing' | 'busy';

type RoomActs = {
  readonly panel: Panel | undefined;
  readonly show: (panel: Panel | undefined) => void;
  /** Whose sheet is open, or was last. */
  readonly met: Somebody | undefined;
  readonly meet: (somebody: Somebody) => void;
  /** What is being asked once more. */
  readonly asking: Asking | undefined;
  readonly confirm: (asking: Asking | undefined) => void;
  /** What a report is being written about. */
  readonly reporting: Reporting | undefined;
  readonly report: (reporting: Reporting | undefined) => void;
  /** The address that the pin dialog begins with. */
  readonly pinning: string;
  readonly pinThis: (url: string) => void;
  readonly trouble: Trouble;
  /** Sees an order through: what was refused is said in a sentence. Resolves to true when it was done. */
  readonly act: (order: Promise<Outcome>) => Promise<boolean>;
  /** The browser held the microphone back: opens the dialog that helps. */
  readonly troubled: (trouble: Trouble) => void;
  /** Says something about this person, on the screen and to a screen reader. */
  readonly tell: (text: string) => void;
  readonly told: readonly Told[];
};
export type Told = { readonly key: number; readonly text: string };

const Context = createContext<RoomActs | undefined>(undefined);
const troubles = {
  microphoneDenied: 'denied',
  microphoneMissing: 'missing',
  microphoneBusy: 'busy',
} as const;
const toldForMs = 6_000;

export function useActs(): RoomActs {
  const acts = use(Context);
  if (!acts) throw new Error('RoomActsProvider is missing around this component');
  return acts;
}

export function RoomActsProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [panel, show] = useState<Panel>();
  const [met, setMet] = useState<Somebody>();
  const [asking, confirm] = useState<Asking>();
  const [reporting, report] = useState<Reporting>();
  const [pinning, setPinning] = useState('');
  const [trouble, setTrouble] = useState<Trouble>('denied');
  const [told, setTold] = useState<readonly Told[]>([]);

  const tell = useCallback((text: string) => {
    const key = performance.now() + Math.random();
    setTold((before) => [...before.slice(-1), { key, text }]);
    setTimeout(() => setTold((before) => before.filter((other) => other.key !== key)), toldForMs);
  }, []);
  const meet = useCallback((somebody: Somebody) => {
    setMet(somebody);
    show('person');
  }, []);
  const pinThis = useCallback((url: string) => {
    setPinning(url);
    show('pin');
  }, []);
  const troubled = useCallback((kind: Trouble) => {
    setTrouble(kind);
    show('microphoneTrouble');
  }, []);
  const act = useCallback<RoomActs['act']>(
    async (order) => {
      const outcome = await order.catch((): Outcome => ({ ok: false, why: 'malformed' }));
      if (outcome.ok) return true;
      if (Object.hasOwn(troubles, outcome.why)) {
        troubled(troubles[outcome.why as keyof typeof troubles]);
      } else tell(t(`outcome.${outcome.why}`));
      return false;
    },
    [t, tell, troubled],
  );
  const acts = useMemo(
    () => ({
      panel,
      show,
      met,
      meet,
      asking,
      confirm,
      reporting,
      report,
      pinning,
      pinThis,
      trouble,
      troubled,
      act,
      tell,
      told,
    }),
    [panel, met, meet, asking, reporting, pinning, pinThis, trouble, troubled, act, tell, told],
  );
  return <Context value={acts}>{children}</Context>;
}
