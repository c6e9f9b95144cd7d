import { DetectTextCommand, RekognitionClient, type TextDetection } from '@aws-sdk/client-rekognition';
import { FaultError } from '../engine/faults.ts';
import { png } from '../pixels/display/png.ts';
import { render } from '../pixels/display/render.ts';
import type { Display, FoundText, TextDetector } from '../pixels/reader.ts';
import type { Raster } from '../pixels/shape.ts';
import { halvesOf, linesOf, type Piece, pieceOf, piecesOf, wordsOf } from './rekognitionPieces.ts';
import { describeFailure, sdkFailure } from './sdkErrors.ts';

/** How a call is made: whoever counts calls, or ends them, puts itself round it. `pixels`: of the image that is sent. */
export type Asking = <Answer>(pixels: number, ask: () => Promise<Answer>) => Promise<Answer>;

/** DetectText finds no more words in an image (API reference, DetectText). */
const MOST_WORDS = 100;

/**
 * Amazon Rekognition's DetectText. It is shown what the built-in detector is shown, a picture for each window, in pieces that it takes; a piece in which it finds as many words as
 * it ever does is shown again in halves. What it says with any confidence counts as found: how sure a reading must be is decided where the others are.
 * Pictures go as the bytes of the call, are stored nowhere by it, and no error repeats them. Rejects with `FaultError` alone: that a service does not answer is not the instance's fault.
 */
export class RekognitionDetector implements TextDetector {
  readonly #client: RekognitionClient;
  readonly #asking: Asking;

  constructor(client: RekognitionClient, asking: Asking = (_pixels, ask) => ask()) {
    this.#client = client;
    this.#asking = asking;
  }

  async findText(raster: Raster, display: Display): Promise<readonly FoundText[]> {
    const found: FoundText[] = [];
    for (const picture of render(raster, display))
      for (const area of piecesOf(picture)) await this.#lookIn(pieceOf(picture, area), found);
    return found;
  }

  async #lookIn(piece: Piece, found: FoundText[]): Promise<void> {
    const detections = await this.#asking(piece.shown.width * piece.shown.height, () => this.#detect(piece));
    const lines = linesOf(detections, piece);
    if (lines === null)
      throw new FaultError(
        'DETECTOR_UNAVAILABLE',
        true,
        'Rekognition answered with a text and did not say where it stands',
        'The instance comes again',
      );
    found.push(...lines);
    if (wordsOf(detections) < MOST_WORDS) return;
    for (const half of halvesOf(piece)) await this.#lookIn(half, found);
  }

  async #detect({ shown }: Piece): Promise<readonly TextDetection[]> {
    const command = new DetectTextCommand({
      Image: { Bytes: png(shown.width, shown.height, 1, shown.bytes) },
      // Without it, words that it is less sure of than 80 % are left out (API reference, DetectionFilter).
      Filters: { WordFilter: { MinConfidence: 0 } },
    });
    try {
      return (await this.#client.send(command)).TextDetections ?? [];
    } catch (error) {
      throw detectorFault(error);
    }
  }
}

/** Region, credentials and endpoint are found by the SDK itself. An image of 4 MB takes its time. */
export function rekognitionClient(): RekognitionClient {
  return new RekognitionClient({
    maxAttempts: 4,
    retryMode: 'standard',
    requestHandler: {
      connectionTimeout: 2_000,
      requestTimeout: CALL_TIMEOUT_MS,
      throwOnRequestTimeout: true,
      socketTimeout: CALL_TIMEOUT_MS,
    },
  });
}
const CALL_TIMEOUT_MS = 30_000;

const FORBIDDEN: ReadonlySet<string> = new Set(['AccessDeniedException', 'UnrecognizedClientException']);

function detectorFault(error: unknown): FaultError {
  const failure = sdkFailure(error);
  const said = describeFailure(failure);
  if (FORBIDDEN.has(failure.name) || failure.status === 403)
    return new FaultError(
      'DETECTOR_FORBIDDEN',
      false,
      `Rekognition refuses to look for text (${said})`,
      'Allow this role rekognition:DetectText (the setting pixelsDetector does), and see that no policy of the organisation denies it',
    );
  return new FaultError(
    'DETECTOR_UNAVAILABLE',
    failure.passes,
    `Rekognition does not answer (${said})`,
    failure.passes
      ? 'The instance comes again; if it is throttled for long, ask AWS for a higher quota of DetectText, or take fewer executions (pixelsMaxConcurrency)'
      : 'Look whether Rekognition is in this Region; until it answers, leave "detector" out of the rules',
  );
}
