import type { Edit, NewDataSet } from '../../dicom/edit.ts';
import type { Element } from '../../dicom/element.ts';

/** The edit that gives an element another value, under the VR that rules go by. */
export function replaced(element: Element, value: Uint8Array | readonly NewDataSet[]): Edit {
  return { kind: 'replace', by: { tag: element.tag, vr: element.vr, value } };
}
