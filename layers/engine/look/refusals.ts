import { formatTag } from '../../dicom/tag.ts';
import { PixelsError } from '../../pixels/errors.ts';
import { Refusal } from '../refusal.ts';
import { PIXEL_DATA } from './kinds.ts';

/** For an instance whose frames the rules want read, where nothing reads frames. */
export function noReader(): Refusal {
  return new Refusal(
    'PIXELS_NO_READER',
    formatTag(PIXEL_DATA),
    'The rules want the frames of this instance read, and nothing here can read them',
    'In the cloud, deploy with `lethe init --pixels on`; at a desk, install Lethe with its optional packages.',
  );
}

/** What is wrong with frames refuses their instance. */
export function asRefusal(error: unknown): unknown {
  if (!(error instanceof PixelsError)) return error;
  return new Refusal(error.code, formatTag(PIXEL_DATA), error.what, error.hint);
}
