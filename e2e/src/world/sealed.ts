import type { SimulatedLife } from './device.ts';

/** A frame that left a device, whoever got it. */
export type Sealed = {
  readonly payload: Uint8Array<ArrayBuffer>;
  readonly life: SimulatedLife;
  readonly opus: Uint8Array<ArrayBuffer>;
  readonly at: number;
  /** By its own key of that moment; what a dishonest device seals is nobody's secret. */
  readonly honest: boolean;
};
