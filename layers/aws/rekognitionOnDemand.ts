import type { TextDetector } from '../pixels/reader.ts';
import type { Asking } from './rekognition.ts';

/** Rekognition, one client a process: connections are kept. */
export interface Rekognition {
  /** Each call goes by `asking`; left out: as it is. */
  detector(asking?: Asking): TextDetector;
}

/** A dependency for rules that name it alone: its client is loaded with the first frame that it is asked about. */
export function rekognitionOnDemand(): Rekognition {
  let opened: Promise<Rekognition> | undefined;
  const open = async (): Promise<Rekognition> => {
    const { RekognitionDetector, rekognitionClient } = await import('./rekognition.ts');
    const client = rekognitionClient();
    return { detector: (asking) => new RekognitionDetector(client, asking) };
  };
  return {
    detector: (asking) => ({
      findText: async (raster, display) => {
        opened ??= open();
        return (await opened).detector(asking).findText(raster, display);
      },
    }),
  };
}
