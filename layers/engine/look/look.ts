import type { PixelPolicy } from '../../../rules/pixelPolicy.ts';
import type { RulePlan } from '../../../rules/plan.ts';
import type { Edit } from '../../dicom/edit.ts';
import type { Element } from '../../dicom/element.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { formatTag } from '../../dicom/tag.ts';
import { PixelsError } from '../../pixels/errors.ts';
import type { Rectangle } from '../../pixels/region.ts';
import type { FrameShape } from '../../pixels/shape.ts';
import type { Finding } from '../reason.ts';
import { Refusal } from '../refusal.ts';
import type { ValueReader } from '../resolve/valueReader.ts';
import { deviceRegions, devicesOf } from './devices.ts';
import { mayShowText, PIXEL_DATA, pixelsOf } from './kinds.ts';
import { shapeOf } from './shape.ts';
import { outsideRegions } from './ultrasoundRegions.ts';
import { unseen, unseenPixels } from './unseen.ts';

/** What a look at an instance came to. */
export interface Looked {
  /** Rectangles to fill, in every frame; they may overlap. None: the pixels stay as they are. */
  readonly blank: readonly Rectangle[];
  /** Null where nothing is blanked. */
  readonly shape: FrameShape | null;
  /** What a person should know; `doubt`: the instance is held. */
  readonly finding: Finding | null;
}

const NOTHING: Looked = { blank: [], shape: null, finding: null };

/** Where an instance must be blanked, by its header alone. Throws `Refusal`. */
export function look(plan: RulePlan, instance: ParsedInstance): Looked {
  const { pixels: policy } = plan;
  if (policy === undefined) return { ...NOTHING, finding: unseenPixels(plan, instance) };
  if (pixelsOf(instance) === null) return NOTHING;
  return refusing(() => lookBy(policy, instance));
}

function lookBy(policy: PixelPolicy, instance: ParsedInstance): Looked {
  const isSuspect = mayShowText(instance);
  const devices = devicesOf(policy.devices, instance);
  // Odd frames of an instance that nobody wants to look at are no reason to refuse it.
  if (!isSuspect && devices.length === 0) return NOTHING;
  const shape = shapeOf(instance);
  const byDevice = deviceRegions(devices, shape);
  const byRegions = policy.ultrasoundRegions === 'keep-only' ? outsideRegions(instance, shape) : null;
  const blank = [...(byDevice ?? []), ...(byRegions ?? [])];
  if (byDevice !== null || byRegions !== null) return { blank, shape, finding: null };
  if (!isSuspect) return NOTHING;
  if (policy.unmatched === 'quarantine')
    throw new Refusal(
      'PIXELS_NOT_LOOKED_AT',
      formatTag(PIXEL_DATA),
      'Instances of this kind often show text in their pixels, and no device or ultrasound region says where',
      'Look at the image, and give its device an entry in "devices" of "pixels".',
    );
  return { ...NOTHING, finding: unseen(policy.unmatched === 'hold' ? 'doubt' : 'note') };
}

/** The edits that blank; loaded when an instance has something to blank. Throws `Refusal`. */
export async function blankingEdits(
  plan: RulePlan,
  instance: ParsedInstance,
  values: ValueReader,
  { blank, shape }: Looked,
): Promise<ReadonlyMap<Element, Edit>> {
  const pixels = pixelsOf(instance);
  if (plan.pixels === undefined || shape === null || pixels === null || blank.length === 0) return new Map();
  const { pixelEdits } = await import('./pixelEdits.ts');
  const { fill } = plan.pixels;
  try {
    return await pixelEdits({ instance, pixels, shape, values, regions: blank, fill });
  } catch (error) {
    throw asRefusal(error);
  }
}

function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asRefusal(error);
  }
}

function asRefusal(error: unknown): unknown {
  if (!(error instanceof PixelsError)) return error;
  return new Refusal(error.code, formatTag(PIXEL_DATA), error.what, error.hint);
}
