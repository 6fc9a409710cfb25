// The numbers of docs/audit/figures.json as words.

type Interval = { readonly mean: number; readonly low: number; readonly high: number; readonly n: number };
export type Figures = {
  readonly browser: string;
  readonly rooms: number;
  readonly people: number;
  readonly seconds: number;
  readonly load: number;
  readonly speech: {
    readonly speakers: number;
    readonly packets: number;
    readonly sizes: number;
    readonly sizeBits: Interval;
    readonly timeBits: Interval;
  };
  readonly linkage: {
    readonly auc: number;
    readonly low: number;
    readonly high: number;
    readonly sameRoom: number;
    readonly otherRooms: number;
  };
  readonly control: Interval;
};

const HEAD = [
  '| | packets of speakers | bits of size | bits of interval | linkage, same room | control |',
  '|---|---|---|---|---|---|',
];

export function figuresTable(all: readonly Figures[]): string {
  const rows = all.map(({ browser, speech, linkage, control }) => {
    const { packets, speakers, sizes, sizeBits, timeBits } = speech;
    const size = sizes === 1 ? '0 (one size)' : spread(sizeBits, 3);
    const area = `${linkage.auc.toFixed(2)} (${linkage.low.toFixed(2)} to ${linkage.high.toFixed(2)}); ${linkage.sameRoom} pairs against ${linkage.otherRooms}`;
    return `| ${browser} | ${packets} of ${speakers} | ${size} | ${spread(timeBits, 3)} | ${area} | ${spread(control, 2)}; ${control.n} deals |`;
  });
  const { rooms, people, seconds } = all[0]!;
  const loads = all.map(({ load }) => load.toFixed(0)).join(' and ');
  return [
    `${people} people in ${rooms} rooms at once for ${seconds} s, all on one machine of two cores with a load average of ${loads}. A starved audio`,
    'engine sends in steps, which the relay passes on to its listeners; how much of the linkage comes from that was not measured apart.',
    '',
    ...HEAD,
    ...rows,
  ].join('\n');
}

const spread = ({ mean, low, high }: Interval, digits: number): string =>
  `${mean.toFixed(digits)} (${low.toFixed(digits)} to ${high.toFixed(digits)})`;
