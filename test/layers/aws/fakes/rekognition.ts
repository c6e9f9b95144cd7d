import type { RekognitionClient } from '@aws-sdk/client-rekognition';
import { IDENTIFIER } from '../../../contracts/faults.ts';
import type { Input } from './s3.ts';

/** Rekognition, as much of it as is used: it reads the identifier in the lower half of the left upper corner of every picture. */
export class FakeRekognition {
  /** Bytes of the pictures that came. */
  readonly pictures: Uint8Array[] = [];

  get client(): RekognitionClient {
    return {
      send: async ({ input }: { readonly input: Input }) => {
        this.pictures.push(input.Image.Bytes);
        const BoundingBox = { Left: 0.02, Top: 0.13, Width: 0.3, Height: 0.05 };
        return {
          TextDetections: [
            { DetectedText: IDENTIFIER, Type: 'LINE', Id: 0, Confidence: 97.5, Geometry: { BoundingBox } },
          ],
          TextModelVersion: '3.0',
        };
      },
    } as unknown as RekognitionClient;
  }
}
