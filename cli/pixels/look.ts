import { DicomError } from '../../layers/dicom/errors.ts';
import { previewOf } from '../../layers/engine/look/preview.ts';
import { Refusal } from '../../layers/engine/refusal.ts';
import { FileSource } from '../../layers/local/fileSource.ts';
import type { PixelReader, TextDetector } from '../../layers/pixels/reader.ts';
import type { RulePlan } from '../../rules/plan.ts';
import { UsageError } from '../exit.ts';
import { framesToDraw, requirePrivate, type Wanted, writePictures } from './pictures.ts';
import { toldJson, toldText } from './told.ts';

export interface LookOptions extends Wanted {
  readonly json: boolean;
  readonly showText: boolean;
  /** A folder for pictures; null: none. */
  readonly png: string | null;
  readonly mostPictures: number;
}

/** What rules would do to the pixels of one file, as text to print; beside that, pictures are all that is written. Throws `UsageError`, `FaultError`. */
export async function lookText(
  file: string,
  plan: RulePlan,
  reader: PixelReader | undefined,
  options: LookOptions,
  detector?: TextDetector,
): Promise<string> {
  const { json, showText, png, mostPictures } = options;
  if (png !== null) requirePrivate(png);
  const source = FileSource.open(file);
  try {
    const preview = await previewOf(plan, source, reader, detector);
    const pictures =
      png === null ? null : await writePictures(png, preview, framesToDraw(preview, mostPictures), options);
    const told = { showText, pictures };
    return json ? `${JSON.stringify(toldJson(preview, told), null, 2)}\n` : toldText(preview, told);
  } catch (error) {
    if (error instanceof DicomError || error instanceof Refusal)
      throw new UsageError(error.message, error.code);
    throw error;
  } finally {
    await source.close();
  }
}
