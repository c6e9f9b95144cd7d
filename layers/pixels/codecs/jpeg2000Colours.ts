import { coloursLost } from '../errors.ts';
import type { Jpeg2000Header } from './jpeg2000Header.ts';

export interface Jpeg2000Colours {
  /** What the samples are. */
  readonly photometric: string;
  /** What the data set says. */
  readonly written: string;
}

/** What the samples of a decoded stream are. Decoded samples are never called by the name of a transform (PS3.5 8.2.4). */
export function samplesAre({ components, isTransformed }: Jpeg2000Header, photometric: string): string {
  if (components !== 3) return photometric;
  return isTransformed || photometric === 'YBR_RCT' || photometric === 'YBR_ICT' ? 'RGB' : photometric;
}

/**
 * Whether a reversible stream has the transform of colours, so that what the data set says stays true (PS3.5 8.2.4): it stands behind YBR_RCT and behind nothing else. YBR_ICT means
 * the irreversible one: without loss no stream is what it says. Throws `PIXELS_COLOURS`.
 */
export function wantsTransform({ photometric, written }: Jpeg2000Colours): boolean {
  if (written === 'YBR_ICT')
    throw coloursLost('Colours that went through the irreversible transform cannot be written without loss');
  if (photometric === 'RGB' && written === 'YBR_RCT') return true;
  if (photometric !== written)
    throw coloursLost('A JPEG 2000 stream has other colours than the instance says, and would be written so');
  return false;
}
