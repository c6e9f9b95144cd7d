import type { PixelPolicy } from '../../../rules/pixelPolicy.ts';
import type { RulePlan } from '../../../rules/plan.ts';
import { type Edit, type Edits, editAt, withEdits } from '../../dicom/edit.ts';
import { type Element, elementWith } from '../../dicom/element.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { asTag, formatTag } from '../../dicom/tag.ts';
import { PixelsError } from '../../pixels/errors.ts';
import type { FrameShape } from '../../pixels/shape.ts';
import type { Finding } from '../reason.ts';
import { Refusal } from '../refusal.ts';
import { deviceRegions, devicesOf } from './devices.ts';
import { mayShowText, modalityOf, PIXEL_DATA, pixelsOf } from './kinds.ts';
import type { Looked, Sight } from './looked.ts';
import { type Mark, Regions } from './marks.ts';
import { asRefusal, noDetector, noReader } from './refusals.ts';
import { shapeOf } from './shape.ts';
import { outsideRegions } from './ultrasoundRegions.ts';
import { unseen, unseenPixels } from './unseen.ts';
import { refuseVideo } from './video.ts';

const NOTHING: Looked = {
  marks: [],
  regions: new Regions([]),
  shape: null,
  findings: [],
  isWhole: false,
  stripsHidden: false,
  settled: new Set(),
};

/** What the header alone says of an instance. */
interface Glance {
  readonly marks: readonly Mark[];
  readonly shape: FrameShape | null;
  readonly finding: Finding | null;
  readonly wantsText: boolean;
  readonly stripsHidden: boolean;
}

const UNCONCERNED: Glance = { marks: [], shape: null, finding: null, wantsText: false, stripsHidden: false };

/** Whether frames are read or written anew, so that each must be found. Throws `Refusal`. */
export function wantsFrames({ pixels: policy }: RulePlan, instance: ParsedInstance): boolean {
  if (policy === undefined || pixelsOf(instance) === null) return false;
  const { marks, wantsText, stripsHidden } = refusing(() => glance(policy, instance));
  return marks.length > 0 || wantsText || stripsHidden;
}

/** Where an instance must be blanked: by its header, and by its frames where the policy looks for text. Throws `Refusal`. */
export async function look({ plan, instance, values, reader, detector }: Sight): Promise<Looked> {
  const { pixels: policy } = plan;
  const pixels = pixelsOf(instance);
  if (policy === undefined) {
    const finding = unseenPixels(plan, instance);
    return finding === null ? NOTHING : { ...NOTHING, findings: [finding] };
  }
  if (pixels === null) return NOTHING;
  reader?.begin?.(modalityOf(instance));
  const { marks, shape, finding, wantsText, stripsHidden } = refusing(() => glance(policy, instance));
  const seen: Looked = {
    marks,
    regions: new Regions(marks),
    shape,
    findings: finding === null ? [] : [finding],
    isWhole: finding === null && marks.length > 0,
    stripsHidden,
    settled: NOTHING.settled,
  };
  if (!wantsText || shape === null) return seen;
  if (reader === undefined) throw noReader();
  if (policy.detector !== undefined && detector === undefined) throw noDetector();
  try {
    const { lookForText } = await import('./lookForText.ts');
    const { marks: found, settled } = await lookForText(
      { instance, pixels, shape, values },
      policy,
      seen.regions,
      reader,
      policy.detector === undefined ? undefined : detector,
    );
    const all = [...marks, ...found];
    return {
      ...seen,
      marks: all,
      regions: new Regions(all),
      findings: textFindings(found),
      settled,
      isWhole: true,
    };
  } catch (error) {
    throw asRefusal(error);
  }
}

const NO_EDITS: ReadonlyMap<Element, Edit> = new Map();

/** The edits that carry out what a look came to; none: nothing changes. Throws `Refusal`. */
export async function blankingEdits(sight: Sight, looked: Looked): Promise<ReadonlyMap<Element, Edit>> {
  if (looked.regions.isEmpty && !looked.stripsHidden) return NO_EDITS;
  // Loaded where an instance has something to blank: most have nothing.
  const { carryOut } = await import('./carryOut.ts');
  return carryOut(sight, looked);
}

/** Pixels that a rule changes as a whole, or takes away, need no blanking. A rule that leaves them for a person to look at does not: what is to be blanked is blanked. */
export function withPixels(edits: Edits, blanked: ReadonlyMap<Element, Edit>): Edits {
  const over = [...blanked].flatMap(([{ start }, edit]) =>
    editAt(edits.elements, start) === undefined ? [[start, edit] as const] : [],
  );
  return { ...edits, elements: withEdits(edits.elements, new Map(over)) };
}

/** Whether an instance may say that its pixels were cleaned (PS3.15 E.3.1). */
export function mayClaim({ pixels }: RulePlan, { isWhole }: Looked): boolean {
  return pixels?.option === true && isWhole;
}

/**
 * An image whose pixels were changed is another instance: under the option it may not keep its UID (PS3.3 C.7.6.1.1.2). `edits`: those of the whole instance. Throws
 * `PIXELS_UID_KEPT`.
 */
export function requireNewUid({ plan, instance }: Sight, { regions }: Looked, { elements }: Edits): void {
  const uid = elementWith(instance.dataSet, SOP_INSTANCE_UID);
  if (plan.pixels?.option !== true || regions.isEmpty || uid === undefined) return;
  if (editAt(elements, uid.start) !== undefined) return;
  throw new Refusal(
    'PIXELS_UID_KEPT',
    formatTag(SOP_INSTANCE_UID),
    'The pixels of this instance change, and its SOP Instance UID would stay: there would be two images of one UID',
    'Let the rules replace SOP Instance UID, or leave cleanPixelData.',
  );
}

const SOP_INSTANCE_UID = asTag(0x00080018);

function glance(policy: PixelPolicy, instance: ParsedInstance): Glance {
  const isSuspect = mayShowText(instance);
  const devices = devicesOf(policy.devices, instance);
  const wantsText = policy.text !== 'ignore' && (isSuspect || policy.look === 'all');
  const stripsHidden = policy.option === true;
  const { drawn = [] } = policy;
  // Odd frames of an instance that nobody wants to look at are no reason to refuse it.
  if (!isSuspect && devices.length === 0 && !wantsText && drawn.length === 0) {
    const shape = stripsHidden ? soundShapeOf(instance) : null;
    return shape === null ? UNCONCERNED : { ...UNCONCERNED, shape, stripsHidden };
  }
  if (wantsText || devices.length > 0 || drawn.length > 0) refuseVideo(instance);
  const shape = shapeOf(instance);
  const byDevice = deviceRegions(devices, shape);
  const byRegions = policy.ultrasoundRegions === 'keep-only' ? outsideRegions(instance, shape) : null;
  const marks: readonly Mark[] = [
    ...(byDevice ?? []).map((box) => ({ why: 'device', box, frame: null, found: null }) as const),
    ...(byRegions ?? []).map(
      (box) => ({ why: 'ultrasound-regions', box, frame: null, found: null }) as const,
    ),
    ...drawn.map(({ frame, ...box }) => ({ why: 'reviewed', box, frame, found: null }) as const),
  ];
  const isSettled = byDevice !== null || byRegions !== null || wantsText || !isSuspect;
  if (isSettled) return { marks, shape, finding: null, wantsText, stripsHidden };
  if (policy.unmatched === 'quarantine')
    throw new Refusal(
      'PIXELS_NOT_LOOKED_AT',
      formatTag(PIXEL_DATA),
      'Instances of this kind often show text in their pixels, and no device or ultrasound region says where',
      'Look at the image, and give its device an entry in "devices" of "pixels", or let "text" be looked for.',
    );
  const finding = unseen(policy.unmatched === 'hold' ? 'doubt' : 'note');
  return { marks, shape, finding, wantsText, stripsHidden };
}

function soundShapeOf(instance: ParsedInstance): FrameShape | null {
  try {
    return shapeOf(instance);
  } catch (error) {
    if (error instanceof PixelsError) return null;
    throw error;
  }
}

function textFindings(marks: readonly Mark[]): readonly Finding[] {
  const framesWith = (why: Mark['why']) =>
    new Set(marks.filter((mark) => mark.why === why).map(({ frame }) => frame)).size;
  const finding = (code: Finding['code'], frames: number, what: string): readonly Finding[] =>
    frames === 0
      ? []
      : [
          {
            severity: 'note',
            path: formatTag(PIXEL_DATA),
            code,
            message: `${frames === 1 ? 'One frame' : `${frames} frames`} showed ${what}, which was blanked`,
          },
        ];
  return [
    ...finding('IDENTIFIER_IN_PIXELS', framesWith('identifier'), 'an identifier of the instance itself'),
    ...finding('TEXT_IN_PIXELS', framesWith('text'), 'text that nothing allows'),
  ];
}

function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asRefusal(error);
  }
}
