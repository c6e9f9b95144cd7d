import { memorySource } from '../../layers/dicom/byteSource.ts';
import { type Edit, elementEdits, NO_EDITS } from '../../layers/dicom/edit.ts';
import { type DataSet, type Element, elementWith } from '../../layers/dicom/element.ts';
import { parseInstance } from '../../layers/dicom/parse.ts';
import { splice } from '../../layers/dicom/splice.ts';
import { asTag } from '../../layers/dicom/tag.ts';
import { bytesOfSegment } from '../support/segments.ts';
import { valueIn, type WholeInstance } from './unchanged.ts';

/** What came of writing an object anew, element by element. */
export interface Reemitted {
  /** The same bytes; of a deflated object the same inflated body, for two deflaters may differ. */
  readonly same: boolean;
  readonly written: number;
  /** Left as spans: what no new element can be, and so is never written by a rule (odd lengths, unknown VRs, fragments). */
  readonly left: number;
}

/** Replaces every element at every depth by itself, file meta information included, and compares the bytes. */
export async function reemit(whole: WholeInstance): Promise<Reemitted> {
  const { instance, bytes } = whole;
  const elements = new Map<number, Edit>();
  let left = 0;
  const visit = (dataSet: DataSet): void => {
    for (const element of dataSet.elements) {
      if (element.items !== null && element.items.length > 0) element.items.forEach(visit);
      else if (isWritable(element)) elements.set(element.start, itself(whole, element));
      else left += 1;
    }
  };
  // An edit of file meta information that has no group length makes one (PS3.10 7.1 wants it).
  if (elementWith(instance.fileMeta, GROUP_LENGTH) !== undefined) visit(instance.fileMeta);
  visit(instance.dataSet);
  const parts = splice(instance, { ...NO_EDITS, elements: elementEdits(elements) }).map((part) =>
    bytesOfSegment(part, bytes),
  );
  const output = Buffer.concat(parts);
  const same =
    instance.inflated === null
      ? output.equals(bytes)
      : Buffer.compare((await parseInstance(memorySource(output))).inflated ?? output, instance.inflated) ===
          0 && output.subarray(0, instance.bodyStart).equals(bytes.subarray(0, instance.bodyStart));
  return { same, written: elements.size, left };
}

const GROUP_LENGTH = asTag(0x00020000);

function isWritable(element: Element): boolean {
  const { valueStart, valueEnd, fragments, undefinedLength, vrAsRead, dataSet } = element;
  const hasKnownVr = vrAsRead !== null || !dataSet.encoding.explicitVr;
  return (valueEnd - valueStart) % 2 === 0 && fragments === null && !undefinedLength && hasKnownVr;
}

function itself(whole: WholeInstance, element: Element): Edit {
  const { tag, vr, vrAsRead } = element;
  return { kind: 'replace', by: { tag, vr: vrAsRead ?? vr, value: valueIn(whole, element) } };
}
