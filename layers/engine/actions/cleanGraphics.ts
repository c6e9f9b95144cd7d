import type { Action } from '../../../rules/plan.ts';
import type { Edit } from '../../dicom/edit.ts';
import { elementWith } from '../../dicom/element.ts';
import { elementOf, groupOf, tagOf } from '../../dicom/tag.ts';
import { valuesOf } from '../../dicom/values.ts';
import { vrFacts } from '../../dicom/vr.ts';
import { cleanText } from './cleanText.ts';
import { type ActionHandler, NEEDS_NOTHING, type Subject } from './handler.ts';
import { notForVr } from './notForVr.ts';

/**
 * Cleans drawings (PS3.15 E.3.3): what is text in them is cleaned, and what cannot be known to show no text goes.
 * - Overlay Data (60xx,3000): pixels, which may show any text. They stay where Overlay Type (60xx,0040) is R: pixels of a region of
 *   interest, a mask (PS3.3 C.9.2.1.1); G, or no type, is a drawing and goes.
 * - Curve Data (50xx,3000) (retired, PS3.3-2004 C.10.2): stays where Type of Data (50xx,0020) is something measured; POLY or another is a
 *   drawing and goes. Audio Sample Data (50xx,200C) may be anybody's voice and goes.
 * - Text (overlay and curve comments, labels, descriptions): as `clean-text`.
 * - Sequences (graphic annotations, text boxes of structured displays): stay; text in their items is cleaned. Graphic Data (0070,0022) are points
 *   of lines, not characters, and stay: without them no annotation would be left.
 * - Other numbers and code strings of 50xx and 60xx are sizes and places, and stay. A VR that says nothing (UN) goes there.
 * Elsewhere a value that is no text refuses the instance with `ACTION_NOT_FOR_VR`.
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

/** Curves that a device measured: activity, profiles, histograms, regions, filters, signals of the body (PS3.3-2004 C.10.2.1.1). */
const MEASURED: ReadonlySet<string> = new Set([
  'TAC',
  'PROF',
  'HIST',
  'ROI',
  'TABL',
  'FILT',
  'ECG',
  'PRESSURE',
  'FLOW',
  'PHYSIO',
  'RESP',
]);

function drawingEdit(subject: Subject): Edit | null | 'as text' {
  const { element } = subject;
  const { content } = vrFacts(element.vr);
  if (element.items !== null || element.valueEnd === element.valueStart) return null;
  if (content === 'text') return 'as text';
  const plane = groupOf(element.tag) & 0xff00;
  if (plane !== 0x5000 && plane !== 0x6000) throw notForVr('clean-graphics', element);
  if (element.vr === 'UN') return REMOVE;
  switch (elementOf(element.tag)) {
    case 0x3000: {
      const stays =
        plane === 0x6000 ? firstCode(subject, 0x0040) === 'R' : MEASURED.has(firstCode(subject, 0x0020));
      return stays ? null : REMOVE;
    }
    case 0x200c:
      return plane === 0x5000 ? REMOVE : null;
    default:
      return null;
  }
}

/** What another attribute of the same plane says. */
function firstCode({ instance, element }: Subject, elementNumber: number): string {
  const code = elementWith(element.dataSet, tagOf(groupOf(element.tag), elementNumber));
  return code === undefined || code.items !== null ? '' : (valuesOf(instance, code)[0] ?? '');
}
