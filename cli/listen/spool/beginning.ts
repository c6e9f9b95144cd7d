import { constants, inflateRawSync } from 'node:zlib';
import { type DataSet, type Encoding, elementWith } from '../../../layers/dicom/element.ts';
import { withoutTrailingPadding } from '../../../layers/dicom/padding.ts';
import { DEFAULT_LIMITS } from '../../../layers/dicom/parse.ts';
import { transferSyntaxOf } from '../../../layers/dicom/standard/transferSyntax.ts';
import { asTag, type Tag } from '../../../layers/dicom/tag.ts';
import { walkDataSet } from '../../../layers/dicom/walk.ts';
import { ByteWindow } from '../../../layers/dicom/window.ts';

/** What is kept of a data set while it is received, to be looked at: nearly every header up to the Series Instance UID is shorter. */
export const BEGINNING_BYTES = 64 * 1024;
/** What so many deflated bytes may become, at most. */
const MOST_INFLATED_BYTES = 4 * 1024 * 1024;

const SOP_CLASS_UID = asTag(0x00080016);
const SOP_INSTANCE_UID = asTag(0x00080018);
const SERIES_INSTANCE_UID = asTag(0x0020000e);

/** What the beginning of a data set says of it; empty: the attribute is absent; null: nobody knows, as it lies further on. These are originals: they are compared and hashed, never said. */
export interface Beginning {
  readonly sopClassUid: string | null;
  readonly sopInstanceUid: string | null;
  readonly seriesInstanceUid: string | null;
}

const NOTHING: Beginning = { sopClassUid: null, sopInstanceUid: null, seriesInstanceUid: null };

/**
 * Looks at the first bytes of a data set, or at all of it (`isWhole`). Throws `DicomError` where they cannot be walked by any reader of ours:
 * what follows them is never looked at here.
 */
export function beginningOf(bytes: Uint8Array, isWhole: boolean, transferSyntaxUid: string): Beginning {
  const syntax = transferSyntaxOf(transferSyntaxUid);
  if (syntax === undefined) return NOTHING;
  const body = syntax.deflated ? inflated(bytes) : bytes;
  if (body === null) return NOTHING;
  const end = isWhole && !syntax.deflated ? body.length : Number.MAX_SAFE_INTEGER;
  return (
    walked(body, end, syntax, SERIES_INSTANCE_UID) ?? walked(body, end, syntax, SOP_INSTANCE_UID) ?? NOTHING
  );
}

/** Null: some byte up to `last` is not at hand. */
function walked(bytes: Uint8Array, end: number, encoding: Encoding, last: Tag): Beginning | null {
  const window = new ByteWindow(end, DEFAULT_LIMITS);
  window.add(0, bytes);
  const step = walkDataSet(window, 0, end, encoding, DEFAULT_LIMITS, (tag) => tag > last).next();
  if (step.done !== true) return null;
  const { dataSet } = step.value;
  return {
    sopClassUid: uidIn(window, dataSet, SOP_CLASS_UID),
    sopInstanceUid: uidIn(window, dataSet, SOP_INSTANCE_UID),
    seriesInstanceUid: last < SERIES_INSTANCE_UID ? null : uidIn(window, dataSet, SERIES_INSTANCE_UID),
  };
}

/** The value of a root attribute. */
function uidIn(window: ByteWindow, dataSet: DataSet, tag: Tag): string | null {
  const element = elementWith(dataSet, tag);
  if (element === undefined || element.items !== null) return '';
  if (!window.has(element.valueStart, element.valueEnd)) return null;
  return withoutTrailingPadding(window.latin1(element.valueStart, element.valueEnd));
}

/** The beginning of a deflated data set (PS3.5 A.5); null where it cannot be told. */
function inflated(bytes: Uint8Array): Uint8Array | null {
  try {
    return inflateRawSync(bytes, {
      finishFlush: constants.Z_SYNC_FLUSH,
      maxOutputLength: MOST_INFLATED_BYTES,
    });
  } catch {
    return null;
  }
}
