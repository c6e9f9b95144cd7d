import type { FrameCodec } from './frameCodec.ts';
import { htj2kFrame } from './htj2kFrame.ts';
import { jpeg2000Frame } from './jpeg2000Frame.ts';
import { dctFrame, losslessJpegFrame } from './jpegFrame.ts';
import { jpegLsFrame } from './jpegLsFrame.ts';
import { jpegWithinXlFrame, jpegXlFrame } from './jpegXlFrame.ts';
import { deflatedFrame, rleFrame, uncompressedFrame } from './plainFrame.ts';

/** By Transfer Syntax UID: every encapsulated syntax for still images (PS3.6 A) that can be read. `.92` and `.93` are left out: their components are transformed as one volume. */
export const FRAME_CODECS: Readonly<Record<string, FrameCodec>> = {
  '1.2.840.10008.1.2.1.98': uncompressedFrame,
  '1.2.840.10008.1.2.5': rleFrame,
  '1.2.840.10008.1.2.8.1': deflatedFrame,
  '1.2.840.10008.1.2.4.50': dctFrame,
  '1.2.840.10008.1.2.4.51': dctFrame,
  '1.2.840.10008.1.2.4.53': dctFrame,
  '1.2.840.10008.1.2.4.55': dctFrame,
  '1.2.840.10008.1.2.4.57': losslessJpegFrame,
  '1.2.840.10008.1.2.4.70': losslessJpegFrame,
  '1.2.840.10008.1.2.4.80': jpegLsFrame,
  '1.2.840.10008.1.2.4.81': jpegLsFrame,
  '1.2.840.10008.1.2.4.90': jpeg2000Frame,
  '1.2.840.10008.1.2.4.91': jpeg2000Frame,
  '1.2.840.10008.1.2.4.201': htj2kFrame,
  '1.2.840.10008.1.2.4.202': htj2kFrame,
  '1.2.840.10008.1.2.4.203': htj2kFrame,
  '1.2.840.10008.1.2.4.110': jpegXlFrame,
  '1.2.840.10008.1.2.4.111': jpegWithinXlFrame,
  '1.2.840.10008.1.2.4.112': jpegXlFrame,
};
