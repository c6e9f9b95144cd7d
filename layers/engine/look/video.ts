import type { ParsedInstance } from '../../dicom/parse.ts';
import { PixelsError } from '../../pixels/errors.ts';

/** MPEG2, MPEG-4 and HEVC (PS3.5 A.4.5 to A.4.8, A.4.12), and their streams over SMPTE ST 2110 (PS3.5 A.7). */
const VIDEO = /^1\.2\.840\.10008\.1\.2\.(?:4\.10[0-8](?:\.1)?|7\.[123])$/;

/** Throws `PIXELS_VIDEO` where no frame can be changed by itself. */
export function refuseVideo({ transferSyntax }: ParsedInstance): void {
  if (!VIDEO.test(transferSyntax.uid)) return;
  throw new PixelsError(
    'PIXELS_VIDEO',
    'A video: no frame of it can be changed by itself',
    'Export single images from it, or look at it and accept it in the rules.',
  );
}
