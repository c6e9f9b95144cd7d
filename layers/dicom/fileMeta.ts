import type { ByteSource } from './byteSource.ts';
import { type DataSet, elementWith } from './element.ts';
import { DicomError } from './errors.ts';
import { withoutPadding } from './padding.ts';
import { DEFAULT_LIMITS, PREFIX_END } from './parse.ts';
import { asTag, groupOf } from './tag.ts';
import { walkDataSet } from './walk.ts';
import { ByteWindow } from './window.ts';

/** What the file meta information says of its instance (PS3.10 Table 7.1-1). */
export interface FileMeta {
  /** Empty where the element is missing. */
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  /** Where the data set begins. */
  readonly bodyStart: number;
}

const MEDIA_STORAGE_SOP_CLASS_UID = asTag(0x00020002);
const MEDIA_STORAGE_SOP_INSTANCE_UID = asTag(0x00020003);
const TRANSFER_SYNTAX_UID = asTag(0x00020010);
/** A UID has 64 characters; vendors write private information of some kilobytes. */
const FIRST_READ_BYTES = 4096;
/** Certainly no file meta information: a bound on hostile ones. */
const MOST_BYTES = 1024 * 1024;

/** Reads the file meta information and not a byte more than that takes. Rejects with `DicomError` NOT_DICOM where there is no preamble, or if it cannot be walked. */
export async function readFileMeta(source: ByteSource): Promise<FileMeta> {
  const limits = { ...DEFAULT_LIMITS, firstReadBytes: FIRST_READ_BYTES, maxLoadedBytes: MOST_BYTES };
  const window = new ByteWindow(source.size, limits);
  const head = await source.read(0, Math.min(source.size, FIRST_READ_BYTES));
  window.add(0, head);
  if (Buffer.from(head.subarray(128, PREFIX_END)).toString('latin1') !== 'DICM')
    throw new DicomError('NOT_DICOM', { offset: 0 }, 'Not a DICOM file', 'Name DICOM files (PS3.10 7.1).');
  const steps = walkDataSet(
    window,
    PREFIX_END,
    source.size,
    { explicitVr: true, littleEndian: true },
    limits,
    (tag) => groupOf(asTag(tag)) !== 0x0002,
  );
  let step = steps.next();
  while (step.done !== true) step = steps.next(await source.read(step.value.start, step.value.end));
  const { dataSet } = step.value;
  return {
    sopClassUid: textIn(dataSet, MEDIA_STORAGE_SOP_CLASS_UID, window),
    sopInstanceUid: textIn(dataSet, MEDIA_STORAGE_SOP_INSTANCE_UID, window),
    transferSyntaxUid: textIn(dataSet, TRANSFER_SYNTAX_UID, window),
    bodyStart: dataSet.end,
  };
}

function textIn(dataSet: DataSet, tag: ReturnType<typeof asTag>, window: ByteWindow): string {
  const element = elementWith(dataSet, tag);
  if (element === undefined || !window.has(element.valueStart, element.valueEnd)) return '';
  return withoutPadding(window.latin1(element.valueStart, element.valueEnd));
}
