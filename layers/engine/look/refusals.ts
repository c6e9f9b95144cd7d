import { formatTag } from '../../dicom/tag.ts';
import { PixelsError } from '../../pixels/errors.ts';
import { FaultError } from '../faults.ts';
import { Refusal } from '../refusal.ts';
import { PIXEL_DATA } from './kinds.ts';

/** For an instance whose frames the rules want read, where nothing reads frames. */
export function noReader(): Refusal {
  return new Refusal(
    'PIXELS_NO_READER',
    formatTag(PIXEL_DATA),
    'The rules want the frames of this instance read, and nothing here can read them',
    'Deploy with `lethe init --pixels on`.',
  );
}

/** The rules want another detector to look as well, and Lethe has none here: the built-in one alone is not what they ask for. */
export function noDetector(): Refusal {
  return new Refusal(
    'PIXELS_NO_DETECTOR',
    formatTag(PIXEL_DATA),
    'The rules want Rekognition to look at the frames of this instance as well, and nothing here asks it',
    'Deploy with `lethe init --pixels on --pixels-detector rekognition`, or leave "detector" out of "pixels".',
  );
}

/** What is wrong with frames refuses their instance; what is wrong with the reader is a fault, after which the instance comes again. */
export function asRefusal(error: unknown): unknown {
  if (!(error instanceof PixelsError)) return error;
  if (error.code === 'PIXELS_WEIGHTS') return new FaultError(error.code, false, error.what, error.hint);
  return new Refusal(error.code, formatTag(PIXEL_DATA), error.what, error.hint);
}
