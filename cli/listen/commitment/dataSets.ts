import { deflateRawSync } from 'node:zlib';
import type { NewDataSet } from '../../../layers/dicom/edit.ts';
import { type DataSet, elementWith } from '../../../layers/dicom/element.ts';
import { asciiValue, concat, encodeElement } from '../../../layers/dicom/encode.ts';
import { DicomError } from '../../../layers/dicom/errors.ts';
import { withoutPadding } from '../../../layers/dicom/padding.ts';
import type { ParsedInstance } from '../../../layers/dicom/parse.ts';
import { transferSyntaxOf } from '../../../layers/dicom/standard/transferSyntax.ts';
import { isLikeUid } from '../../../layers/dicom/standard/uidKinds.ts';
import { asTag, type Tag } from '../../../layers/dicom/tag.ts';
import { textOf } from '../../../layers/dicom/values.ts';
import { asObject, type BareDataSet, indexOfObject } from '../../../layers/engine/identifier/bareDataSet.ts';

/** An instance by its original UIDs. */
export interface ReferencedInstance {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
}

/** What N-ACTION asks (PS3.4 Table J.3-1). */
export interface CommitmentRequest {
  readonly transactionUid: string;
  readonly instances: readonly ReferencedInstance[];
}

/** What N-EVENT-REPORT says (PS3.4 Table J.3-2). */
export interface CommitmentReport {
  readonly transactionUid: string;
  readonly committed: readonly ReferencedInstance[];
  readonly failed: readonly (ReferencedInstance & { readonly reason: FailureReason })[];
}

/** Failure Reason (0008,1197) of storage commitment (PS3.3 C.14.1.1). */
export const FAILURE_REASON = {
  processingFailure: 0x0110,
  noSuchObjectInstance: 0x0112,
  classInstanceConflict: 0x0119,
} as const;
export type FailureReason = (typeof FAILURE_REASON)[keyof typeof FAILURE_REASON];

const TRANSACTION_UID = asTag(0x00081195);
const FAILED_SOP_SEQUENCE = asTag(0x00081198);
const REFERENCED_SOP_SEQUENCE = asTag(0x00081199);
const REFERENCED_SOP_CLASS_UID = asTag(0x00081150);
const REFERENCED_SOP_INSTANCE_UID = asTag(0x00081155);
const FAILURE_REASON_TAG = asTag(0x00081197);

/** Null: the data set is not a request for storage commitment, or names no instance. */
export async function readAction(dataSet: BareDataSet): Promise<CommitmentRequest | null> {
  let parsed: ParsedInstance;
  try {
    parsed = await indexOfObject(asObject(dataSet));
  } catch (error) {
    if (error instanceof DicomError) return null;
    throw error;
  }
  const uidIn = (set: DataSet, tag: Tag): string => {
    const element = elementWith(set, tag);
    return element === undefined || element.items !== null ? '' : withoutPadding(textOf(parsed, element));
  };
  const transactionUid = uidIn(parsed.dataSet, TRANSACTION_UID);
  const instances = (elementWith(parsed.dataSet, REFERENCED_SOP_SEQUENCE)?.items ?? []).map((item) => ({
    sopClassUid: uidIn(item, REFERENCED_SOP_CLASS_UID),
    sopInstanceUid: uidIn(item, REFERENCED_SOP_INSTANCE_UID),
  }));
  const areUids = [transactionUid, ...instances.flatMap((each) => [each.sopClassUid, each.sopInstanceUid])];
  return instances.length > 0 && areUids.every(isLikeUid) ? { transactionUid, instances } : null;
}

/** The data set of a report, as it is written in a transfer syntax. Throws a RangeError for one that is not known. */
export function writeReport(report: CommitmentReport, transferSyntaxUid: string): Uint8Array {
  const syntax = transferSyntaxOf(transferSyntaxUid);
  if (syntax === undefined) throw new RangeError('a transfer syntax that is not known');
  const uid = (tag: Tag, value: string) => ({ tag, vr: 'UI', value: asciiValue(value, 'UI') }) as const;
  const reasonBytes = (reason: number): Uint8Array =>
    Uint8Array.from(syntax.littleEndian ? [reason & 0xff, reason >>> 8] : [reason >>> 8, reason & 0xff]);
  const item = (each: ReferencedInstance): NewDataSet => [
    uid(REFERENCED_SOP_CLASS_UID, each.sopClassUid),
    uid(REFERENCED_SOP_INSTANCE_UID, each.sopInstanceUid),
  ];
  const failedItem = (each: CommitmentReport['failed'][number]): NewDataSet => [
    ...item(each),
    { tag: FAILURE_REASON_TAG, vr: 'US', value: reasonBytes(each.reason) },
  ];
  const sequence = (tag: Tag, items: readonly NewDataSet[]): NewDataSet =>
    items.length === 0 ? [] : [{ tag, vr: 'SQ', value: items }];
  const elements: NewDataSet = [
    uid(TRANSACTION_UID, report.transactionUid),
    ...sequence(FAILED_SOP_SEQUENCE, report.failed.map(failedItem)),
    ...sequence(REFERENCED_SOP_SEQUENCE, report.committed.map(item)),
  ];
  const bytes = concat(elements.map((element) => encodeElement(element, syntax)));
  return syntax.deflated ? deflated(bytes) : bytes;
}

/** PS3.5 A.5: of even length. */
function deflated(bytes: Uint8Array): Uint8Array {
  const stream = deflateRawSync(bytes);
  return stream.length % 2 === 0 ? stream : concat([stream, new Uint8Array(1)]);
}
