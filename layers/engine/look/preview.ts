import type { RulePlan } from '../../../rules/plan.ts';
import type { ByteSource } from '../../dicom/byteSource.ts';
import { DEFAULT_LIMITS, parseInstance } from '../../dicom/parse.ts';
import { type ShownFrame, settledFor, shownFrame, valuesShown } from '../../pixels/display/shown.ts';
import type { DecodedFrame, Display, PixelReader, TextDetector } from '../../pixels/reader.ts';
import { screen } from '../decide/screen.ts';
import type { Reason } from '../reason.ts';
import { ValueReader } from '../resolve/valueReader.ts';
import { displayOf } from './display.ts';
import { Frames } from './frames.ts';
import { pixelsOf } from './kinds.ts';
import { look } from './look.ts';
import type { Looked } from './looked.ts';
import { filled } from './lookForText.ts';
import { asRefusal, noReader } from './refusals.ts';
import { shapeOf } from './shape.ts';

/** What rules would do to the pixels of an instance; nothing is written. */
export interface Preview {
  readonly looked: Looked;
  /** Why the instance would never reach the rules; null: it would. */
  readonly stopped: Reason | null;
  /** 0: it has no pixels in itself. */
  readonly frames: number;
  readonly columns: number;
  readonly rows: number;
  /** One frame as a screen shows it, as it came and as it would leave. `window`: in place of the instance's own. Throws `Refusal`. */
  picture(frame: number, window?: Window): Promise<PreviewedFrame>;
}

export type Window = Display['windows'][number];

export interface PreviewedFrame {
  readonly before: ShownFrame;
  readonly after: ShownFrame;
  /** What a grey frame is shown by, and its lowest and highest value; null: it has colours. */
  readonly grey: { readonly window: Window; readonly values: readonly [number, number] } | null;
}

/** Looks at an instance as `deidentify` does. Throws `DicomError`, `Refusal`. */
export async function previewOf(
  plan: RulePlan,
  source: ByteSource,
  reader: PixelReader | undefined,
  detector?: TextDetector,
): Promise<Preview> {
  const instance = await parseInstance(source, { ...DEFAULT_LIMITS, acceptsNoPreamble: true });
  const values = new ValueReader(instance, source);
  const stopped = screen(plan, instance);
  const pixels = pixelsOf(instance);
  const looked = await look({ plan, instance, values, reader, detector });
  if (pixels === null) {
    const picture = async (): Promise<never> => {
      throw new RangeError('an instance without pixels');
    };
    return { looked, stopped, frames: 0, columns: 0, rows: 0, picture };
  }
  try {
    const shape = shapeOf(instance);
    const image = { instance, pixels, shape, values };
    const frames = await Frames.of(image);
    const display = displayOf(instance, shape);
    const fill = plan.pixels?.fill ?? 'darkest';
    const decoded = async (frame: number): Promise<DecodedFrame> => {
      if (frames.encapsulated === null || reader !== undefined)
        return frames.decoded(frame, reader as PixelReader);
      throw noReader();
    };
    return {
      looked,
      stopped,
      frames: shape.frames,
      columns: shape.columns,
      rows: shape.rows,
      picture: async (frame, window) => {
        try {
          const came = await decoded(frame);
          const windows = window === undefined ? display.windows : [window];
          const settled = settledFor(came.raster, { ...display, windows, photometric: came.photometric });
          const after = filled(image, came, looked.regions.of(frame), fill);
          const values = valuesShown(came.raster, settled);
          const [shown] = settled.windows;
          return {
            before: shownFrame(came.raster, settled),
            after: shownFrame(after.raster, settled),
            grey: values === null || shown === undefined ? null : { window: shown, values },
          };
        } catch (error) {
          throw asRefusal(error);
        }
      },
    };
  } catch (error) {
    throw asRefusal(error);
  }
}
