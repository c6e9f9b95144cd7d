import type { Vr } from '../layers/dicom/vr.ts';
import type { Action, SimpleAction } from './plan.ts';

export type ByVr = Action & { readonly kind: 'by-vr' };

type Part = Exclude<keyof ByVr, 'kind'>;

/** Free text, which people write. */
export const TEXT_VRS: ReadonlySet<Vr> = new Set<Vr>(['LO', 'LT', 'SH', 'ST', 'UC', 'UT']);
export const DATE_VRS: ReadonlySet<Vr> = new Set<Vr>(['DA', 'DT', 'TM']);

const PARTS: Partial<Record<Vr, Part>> = { UI: 'uids', PN: 'names', AS: 'ages' };

/** What becomes of an element of a VR: an AE title is a text that people write; numbers, codes, sequences and bytes are among the others. */
export function settleByVr(action: ByVr, vr: Vr): SimpleAction {
  return action[
    DATE_VRS.has(vr) ? 'dates' : TEXT_VRS.has(vr) || vr === 'AE' ? 'texts' : (PARTS[vr] ?? 'others')
  ];
}
