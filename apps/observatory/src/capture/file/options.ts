import { Ticks, ticksPerSecond } from './ticks.ts';

const END = 0;
const TIME_RESOLUTION = 9;
const TIME_OFFSET = 14;

/** What a packet needs to know of the interface that captured it. */
export type Interface = {
  readonly linkType: number;
  readonly snapLength: number;
  readonly ticks: Ticks;
  /** What was wrong with the description. */
  readonly fault: 'block-damaged' | 'time-resolution-odd' | undefined;
};

/**
 * Reads an interface description block.
 * @param at where its body starts; @param end where the body ends
 */
export function readInterface(view: DataView, at: number, end: number, little: boolean): Interface {
  let perSecond = 1e6;
  let offset = 0;
  let fault: Interface['fault'];
  let option = at + 8;
  while (option + 4 <= end) {
    const code = view.getUint16(option, little);
    const length = view.getUint16(option + 2, little);
    const value = option + 4;
    if (code === END) break;
    if (value + length > end) {
      fault = 'block-damaged';
      break;
    }
    if (code === TIME_RESOLUTION && length >= 1) {
      const found = ticksPerSecond(view.getUint8(value));
      if (found === undefined) fault = 'time-resolution-odd';
      else perSecond = found;
    } else if (code === TIME_OFFSET && length === 8) {
      offset = Number(view.getBigInt64(value, little));
    }
    option = value + ((length + 3) & ~3);
  }
  return {
    linkType: view.getUint16(at, little),
    snapLength: view.getUint32(at + 4, little),
    ticks: new Ticks(perSecond, offset),
    fault,
  };
}
