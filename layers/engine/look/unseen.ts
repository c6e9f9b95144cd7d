import type { RulePlan } from '../../../rules/plan.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { formatTag } from '../../dicom/tag.ts';
import type { Finding } from '../reason.ts';
import { mayShowText, PIXEL_DATA } from './kinds.ts';

/** Says that an instance may show text which nobody looked for; null: it is not of such a kind. For plans that do not look at pixels. */
export function unseenPixels({ screening }: RulePlan, instance: ParsedInstance): Finding | null {
  return mayShowText(instance) ? unseen(screening.pixels === 'hold' ? 'doubt' : 'note') : null;
}

export function unseen(severity: Finding['severity']): Finding {
  return {
    severity,
    path: formatTag(PIXEL_DATA),
    code: 'PIXELS_NOT_LOOKED_AT',
    message: 'Nobody looked for text in the pixels, and instances of this kind often have some',
  };
}
