import type { FrameFormat } from '../reader.ts';
import { samplesAre } from './jpeg2000Colours.ts';
import { codestreamOf, jpeg2000Header } from './jpeg2000Header.ts';
import { jpegXlColours, jpegXlHeader } from './jpegXlHeader.ts';

const JPEG_2000 = /^1\.2\.840\.10008\.1\.2\.4\.(?:90|91|20[123])$/;
const HTJ2K = /\.20[123]$/;
const JPEG_XL = /^1\.2\.840\.10008\.1\.2\.4\.11[02]$/;

/** Whether Photometric Interpretation (0028,0004) of such frames names a transform of their codestreams (PS3.5 8.2.4, 8.2.15). */
export function namesTransform({ syntax, shape }: FrameFormat): boolean {
  return shape.samplesPerPixel === 3 && (JPEG_2000.test(syntax) || JPEG_XL.test(syntax));
}

/**
 * What Photometric Interpretation (0028,0004) says of colours once a frame of them is written without loss: its own value, but where it names the transform of the codestream. In JPEG
 * 2000 (PS3.5 8.2.4) the irreversible transform becomes the reversible one, HTJ2K is written by that in any case, and where the codestream has a transform that the attribute does not name, the
 * codestream is right. JPEG XL has no transform that it can undo without loss. `frame`: its fragments joined. Throws `PixelsError`.
 */
export function photometricOnceWritten(frame: Uint8Array, format: FrameFormat): string {
  const { photometric } = format.shape;
  if (!namesTransform(format)) return photometric;
  if (JPEG_XL.test(format.syntax)) return jpegXlColours(jpegXlHeader(frame), photometric);
  const samples = samplesAre(jpeg2000Header(codestreamOf(frame)), photometric);
  if (samples !== 'RGB') return photometric;
  return photometric === 'RGB' && !HTJ2K.test(format.syntax) ? 'RGB' : 'YBR_RCT';
}

/** Whether a frame has the transform of colours that Photometric Interpretation names, and none where it names none. Throws `PixelsError`. */
export function isOfItsColours(frame: Uint8Array, format: FrameFormat): boolean {
  if (!namesTransform(format)) return true;
  const named = ['YBR_RCT', 'YBR_ICT', 'XYB'].find((name) => name === format.shape.photometric) ?? null;
  if (JPEG_XL.test(format.syntax)) return named === (jpegXlHeader(frame).isXyb ? 'XYB' : null);
  const { isTransformed, isReversible } = jpeg2000Header(codestreamOf(frame));
  return named === (!isTransformed ? null : isReversible ? 'YBR_RCT' : 'YBR_ICT');
}
