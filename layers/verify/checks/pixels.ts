import { isPrivateTag, type ReadElement, type ReadInstance } from '../reader/model.ts';
import { firstValue, numberOf } from '../reader/values.ts';
import { CLEAN_PIXEL_DATA, CLEAN_VISUAL_FEATURES } from '../standard/profile.ts';
import { type Blanked, compareBlanked, type PixelVerdict } from './blanked.ts';
import type { Looked } from './context.ts';
import { digestOf } from './sameValue.ts';

const PIXEL_TAGS = new Set([0x7fe00008, 0x7fe00009, 0x7fe00010]);
const NUMBER_OF_FRAMES = 0x00280008;
const MODALITY = 0x00080060;
/** Kinds of images that are known to show text: ultrasound, screens, scanned film and paper, visible light. */
const OFTEN_SHOW_TEXT = new Set('US OT SC XC ES GM SM ECG HD DOC CR DX RF XA MG IO PX'.split(' '));

export function pixelElement({ dataSet }: ReadInstance): ReadElement | undefined {
  return dataSet.elements.find(({ tag }) => PIXEL_TAGS.has(tag));
}

/** SHA-256 of the pixels as they are written, without offset table and fragment headers; null: there are none. */
export function pixelDigest(instance: ReadInstance): string | null {
  const element = pixelElement(instance);
  return element === undefined || element.end === element.start ? null : digestOf(element, instance.body);
}

export interface PixelFacts {
  readonly digest: string | null;
  readonly wasLookedAt: boolean;
  /** What an audit says was blanked; null: nothing, or none was named. */
  readonly blanked: Blanked | null;
}

/** Answers how pixels that something says were blanked compare with the source's; null: there was nothing to compare. */
export function checkPixels(
  looked: Looked,
  output: PixelFacts,
  sourceDigest: string | null,
): PixelVerdict | null {
  const { source, claims } = looked;
  const element = pixelElement(looked.output.instance);
  const path = '(7FE0,0010)';
  if (element === undefined || output.digest === null) {
    if (sourceDigest !== null && !isRemovedByRule(looked))
      looked.find('PIXELS_LOST', 'error', path, 'the source has pixels, and here are none');
    return null;
  }
  const short = isTooShort(looked.output.instance, element);
  if (short) {
    const before = source === null ? undefined : pixelElement(source.instance);
    const wasShort = before !== undefined && source !== null && isTooShort(source.instance, before);
    if (!wasShort) looked.find('PIXELS_LENGTH', source === null ? 'warning' : 'error', path);
  }
  const verdict = checkBlanked(looked, output, sourceDigest, element);
  if (source !== null && output.digest === sourceDigest && isRenamed(looked.output.instance, source.instance))
    looked.find(
      'PIXELS_CHANGED',
      'error',
      path,
      'the pixels are those of the source, and the transfer syntax says that they are written in another way',
    );
  if (leadsAstray(looked.output.instance) && (source === null || !leadsAstray(source.instance)))
    looked.find('PIXELS_LOST', 'error', path, 'the offset table does not lead to the frames');
  if (source !== null && framesOf(looked.output.instance) !== framesOf(source.instance))
    looked.find('PIXELS_LOST', 'error', path, 'the output has another number of frames than its source');
  const modality = firstValue(looked.output.instance.dataSet, MODALITY).trim();
  const isCleaned = claims.codes.has(CLEAN_PIXEL_DATA) || claims.burnedIn === 'NO';
  if (!output.wasLookedAt && !isCleaned && OFTEN_SHOW_TEXT.has(modality))
    looked.find('PIXELS_UNSEEN', 'note', path);
  return verdict;
}

/** Pixels that differ from the source's need somebody who says so, and may differ only as blanking does. */
function checkBlanked(
  looked: Looked,
  { digest, blanked }: PixelFacts,
  sourceDigest: string | null,
  element: ReadElement,
): PixelVerdict | null {
  const { source, output, claims, rules } = looked;
  const before = source === null ? undefined : pixelElement(source.instance);
  if (source === null || (digest === sourceDigest && blanked === null)) return null;
  const path = '(7FE0,0010)';
  const isSaid =
    blanked !== null ||
    claims.codes.has(CLEAN_PIXEL_DATA) ||
    claims.codes.has(CLEAN_VISUAL_FEATURES) ||
    rules?.changesPixels === true;
  if (!isSaid || before === undefined) {
    looked.find('PIXELS_CHANGED', 'error', path);
    return null;
  }
  // A face that was made unrecognizable has pixels of any value (PS3.15 E.3.2).
  if (claims.codes.has(CLEAN_VISUAL_FEATURES)) return 'not-compared';
  const hidesNothing = claims.codes.has(CLEAN_PIXEL_DATA) || rules?.clearsHidden === true;
  const verdict = compareBlanked(output.instance, source.instance, [element, before], blanked, hidesNothing);
  // Without rules and audit nobody knows how the tool that made the output blanks.
  const severity = rules === null && blanked === null ? 'warning' : 'error';
  if (verdict === 'elsewhere')
    looked.find(
      'PIXELS_CHANGED',
      severity,
      path,
      blanked === null
        ? 'pixels became several values, and blanking leaves one'
        : 'pixels changed that the audit does not say were blanked',
    );
  if (verdict === 'not-blank')
    looked.find(
      'PIXELS_CHANGED',
      'error',
      path,
      'the audit says that an area was blanked, and it is not blank',
    );
  return verdict;
}

function isRemovedByRule(looked: Looked): boolean {
  return (
    looked.source?.placed.some(
      (placed) => PIXEL_TAGS.has(placed.element.tag) && looked.isChangedByRule(placed),
    ) === true
  );
}

/** Compressed pixels have one way to be read; how those that are not compressed are wrapped is another matter. */
function isRenamed(output: ReadInstance, source: ReadInstance): boolean {
  return (
    pixelElement(output)?.fragments !== null &&
    pixelElement(source)?.fragments !== null &&
    output.transferSyntax !== source.transferSyntax
  );
}

/** Offsets of the Basic Offset Table count from the first fragment, and each leads to the item tag of one (PS3.5 A.4). */
function leadsAstray(instance: ReadInstance): boolean {
  const [table, first, ...others] = pixelElement(instance)?.fragments ?? [];
  if (table === undefined || table.end === table.start) return false;
  if (first === undefined) return true;
  const known = new Set([first, ...others].map(({ start }) => start - first.start));
  const bytes = Buffer.from(instance.body.read(table.start, table.end));
  if (bytes.length % 4 !== 0) return true;
  for (let at = 0; at < bytes.length; at += 4) if (!known.has(bytes.readUInt32LE(at))) return true;
  return false;
}

/** What the attributes say, or the stretches of an encapsulated value where they say nothing. */
function framesOf({ dataSet }: ReadInstance): number {
  return Math.max(1, numberOf(dataSet, NUMBER_OF_FRAMES) ?? 1);
}

/** Native: fewer bytes than rows, columns, samples, bits and frames make (PS3.5 8.1.1). Encapsulated: fewer fragments than frames (PS3.5 A.4). */
function isTooShort(instance: ReadInstance, element: ReadElement): boolean {
  const { dataSet } = instance;
  const frames = framesOf(instance);
  if (element.fragments !== null)
    return element.fragments.length - 1 < frames && !isVideo(instance.transferSyntax);
  const rows = numberOf(dataSet, 0x00280010);
  const columns = numberOf(dataSet, 0x00280011);
  const bits = numberOf(dataSet, 0x00280100);
  if (rows === null || columns === null || bits === null) return false;
  const photometric = firstValue(dataSet, 0x00280004).trim();
  const samples = numberOf(dataSet, 0x00280002) ?? 1;
  const written =
    samples === 3 && /_422$/.test(photometric) ? 2 : photometric === 'YBR_PARTIAL_420' ? 1.5 : samples;
  return element.end - element.start < Math.floor((rows * columns * written * bits * frames) / 8);
}

/** One fragment, or a few, for all frames. */
function isVideo(transferSyntax: string): boolean {
  return /^1\.2\.840\.10008\.1\.2\.4\.10\d/.test(transferSyntax);
}

/** Overlays, curves and documents, which show what no text of an element does. Whether there is a document. */
export function checkDrawings(looked: Looked): boolean {
  let hasDocument = false;
  for (const { element, path, sequences } of looked.output.placed) {
    const family = element.tag >>> 24;
    if (
      (family === 0x60 || family === 0x50) &&
      !isPrivateTag(element.tag) &&
      (element.tag & 0xffff) === 0x3000 &&
      element.end > element.start
    )
      looked.find('OVERLAY_PRESENT', 'note', path);
    if (element.tag === 0x00420011 && sequences.length === 0 && element.end > element.start) {
      hasDocument = true;
      looked.find('DOCUMENT_PRESENT', 'note', path);
    }
  }
  return hasDocument;
}
