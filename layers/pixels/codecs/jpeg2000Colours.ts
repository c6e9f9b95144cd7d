import type { Jpeg2000Header } from './jpeg2000Header.ts';

export interface Jpeg2000Colours {
  /** What the samples are. */
  readonly photometric: string;
  /** What the data set says. */
  readonly written: string;
}

/** What the samples of a decoded stream are. The names of the transforms are none that samples can have (PS3.5 8.2.4). */
export function samplesAre({ components, isTransformed }: Jpeg2000Header, photometric: string): string {
  if (components !== 3) return photometric;
  return isTransformed || photometric === 'YBR_RCT' || photometric === 'YBR_ICT' ? 'RGB' : photometric;
}
