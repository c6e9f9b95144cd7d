import type { Action } from '../../../rules/plan.ts';
import type { Edit } from '../../dicom/edit.ts';
import { vrOfTag } from '../../dicom/standard/vrOfTag.ts';
import { elementOf, isRepeatingGroup } from '../../dicom/tag.ts';
import { vrFacts } from '../../dicom/vr.ts';
import { saysMeasured, showsNoText } from '../decide/planes.ts';
import { cleanText } from './cleanText.ts';
import { type ActionHandler, NEEDS_NOTHING, type Subject } from './handler.ts';
import { notForVr } from './notForVr.ts';

/**
 * Cleans drawings (PS3.15 E.3.3): what is text in them is cleaned, and what cannot be known to show no text goes.
 * - Overlay Data (60xx,3000): pixels, which may show any text. They stay where Overlay Type (60xx,0040) is R and nothing else: pixels of a region of
 *   interest, a mask (PS3.3 C.9.2.1.1); G, or no type, is a drawing and goes.
 * - Curve Data (50xx,3000) (retired, PS3.3-2004 C.10.2): stays where Type of Data (50xx,0020) is something measured; POLY or another is a
 *   drawing and goes. Audio Sample Data (50xx,200C) may be anybody's voice and goes. So does what PS3.3 does not know of a curve.
 * - Text (overlay and curve comments, labels, descriptions): as `clean-text`.
 * - Sequences (graphic annotations, text boxes of structured displays): stay; text in their items is cleaned. Graphic Data (0070,0022) are points
 *   of lines, not characters, and stay: without them no annotation would be left.
 * - Other numbers and code strings of 60xx are sizes and places, and stay, as those of 50xx that are listed here. A VR that says nothing (UN) goes.
 * Elsewhere a value that is not text refuses the instance with `ACTION_NOT_FOR_VR`.
 */
export const cleanGraphics: ActionHandler<Action & { kind: 'clean-graphics' }> = {
  needs: () => NEEDS_NOTHING,
  edit: (_action, subject, resolutions) => {
    const edit = drawingEdit(subject);
    return edit === 'as text' ? cleanText.edit(AS_TEXT, subject, resolutions) : edit;
  },
  holds: (_action, subject, resolutions) => {
    const edit = drawingEdit(subject);
    return edit === 'as text' ? cleanText.holds(AS_TEXT, subject, resolutions) : edit === null;
  },
  findings: (_action, subject, resolutions) =>
    drawingEdit(subject) === 'as text' ? (cleanText.findings?.(AS_TEXT, subject, resolutions) ?? []) : [],
};

const AS_TEXT = { kind: 'clean-text' } as const;
const REMOVE: Edit = { kind: 'remove' };

/**
 * The elements of a curve (PS3.3-2004 C.10.2, C.10.3; PS3.6): how many, where and in which units (sizes and places, which stay), and what people write
 * (which is cleaned). Its data and its sound are not here, and what is
 * not here goes; so does a type that is not among the measured ones.
 */
const CURVE_ELEMENTS: ReadonlyMap<number, 'stays' | 'as text' | 'code'> = new Map<
  number,
  'stays' | 'as text' | 'code'
>([
  [0x0005, 'stays'], // Curve Dimensions
  [0x0010, 'stays'], // Number of Points
  [0x0020, 'code'], // Type of Data
  [0x0022, 'as text'], // Curve Description
  [0x0030, 'as text'], // Axis Units
  [0x0040, 'as text'], // Axis Labels
  [0x0103, 'stays'], // Data Value Representation
  [0x0104, 'stays'], // Minimum Coordinate Value
  [0x0105, 'stays'], // Maximum Coordinate Value
  [0x0106, 'as text'], // Curve Range
  [0x0110, 'stays'], // Curve Data Descriptor
  [0x0112, 'stays'], // Coordinate Start Value
  [0x0114, 'stays'], // Coordinate Step Value
  [0x1001, 'as text'], // Curve Activation Layer
  [0x2000, 'stays'], // Audio Type
  [0x2002, 'stays'], // Audio Sample Format
  [0x2004, 'stays'], // Number of Channels
  [0x2006, 'stays'], // Number of Samples
  [0x2008, 'stays'], // Sample Rate
  [0x200a, 'stays'], // Total Time
  [0x200e, 'as text'], // Audio Comments
  [0x2500, 'as text'], // Curve Label
  [0x2600, 'stays'], // Referenced Overlay Sequence
  [0x2610, 'stays'], // Referenced Overlay Group
]);

function drawingEdit(subject: Subject): Edit | null | 'as text' {
  const { element, instance } = subject;
  const isText = vrFacts(element.vr).content === 'text';
  if (isRepeatingGroup(element.tag)) {
    if (elementOf(element.tag) === DATA) return showsNoText(instance, element) ? null : REMOVE;
    if (element.tag >>> 24 === 0x50) return curveEdit(subject);
    if (element.vr === 'UN') return REMOVE;
    return isText ? 'as text' : null;
  }
  if (element.items !== null || element.valueEnd === element.valueStart) return null;
  if (isText) return 'as text';
  throw notForVr('clean-graphics', element);
}

/** Overlay Data (60xx,3000), Curve Data (50xx,3000). */
const DATA = 0x3000;

/** What is written in another VR than the dictionary's may hold anything: numbers that are text, text that nobody reads as such. */
function curveEdit({ instance, element }: Subject): Edit | null | 'as text' {
  const known = CURVE_ELEMENTS.get(elementOf(element.tag));
  if (known === undefined || element.vr !== vrOfTag(element.tag) || element.fragments !== null) return REMOVE;
  if (known === 'code') return saysMeasured(instance, element) ? null : REMOVE;
  return known === 'as text' && element.valueEnd > element.valueStart ? 'as text' : null;
}
