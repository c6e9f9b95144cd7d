import { unsupported } from '../errors.ts';
import type { FrameFormat } from '../reader.ts';
import type { FrameShape } from '../shape.ts';
import { withoutJpeg2000Hidden } from './jpeg2000Hidden.ts';
import { withoutJpegHidden } from './jpegHidden.ts';
import { withoutJpegXlHidden } from './jpegXlHidden.ts';
import { withoutDeflatedHidden, withoutRleHidden, withoutUncompressedHidden } from './plainHidden.ts';

type Cleaner = (frame: Uint8Array, shape: FrameShape) => Uint8Array;

const jpeg: Cleaner = (frame) => withoutJpegHidden(frame, false);
const jpegLs: Cleaner = (frame) => withoutJpegHidden(frame, true);

/** By the last parts of the Transfer Syntax UID. */
const CLEANERS: Readonly<Record<string, Cleaner>> = {
  '1.98': withoutUncompressedHidden,
  '8.1': withoutDeflatedHidden,
  '5': withoutRleHidden,
  '4.50': jpeg,
  '4.51': jpeg,
  '4.53': jpeg,
  '4.55': jpeg,
  '4.57': jpeg,
  '4.70': jpeg,
  '4.80': jpegLs,
  '4.81': jpegLs,
  '4.90': withoutJpeg2000Hidden,
  '4.91': withoutJpeg2000Hidden,
  '4.92': withoutJpeg2000Hidden,
  '4.93': withoutJpeg2000Hidden,
  '4.201': withoutJpeg2000Hidden,
  '4.202': withoutJpeg2000Hidden,
  '4.203': withoutJpeg2000Hidden,
  '4.110': withoutJpegXlHidden,
  '4.111': withoutJpegXlHidden,
  '4.112': withoutJpegXlHidden,
};
const ROOT = '1.2.840.10008.1.2.';

/** An encoded frame, its fragments joined, without what no decoder needs; the same array where there is nothing of it. The samples stay. Throws `PixelsError`. */
export function withoutHidden(frame: Uint8Array, { syntax, shape }: FrameFormat): Uint8Array {
  const end = syntax.startsWith(ROOT) ? syntax.slice(ROOT.length) : '';
  const cleaner = Object.hasOwn(CLEANERS, end) ? CLEANERS[end] : undefined;
  if (cleaner === undefined)
    throw unsupported('A transfer syntax whose frames cannot be searched for hidden bytes');
  return cleaner(frame, shape);
}
