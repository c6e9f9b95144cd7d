import type { ByteSource } from '../../dicom/byteSource.ts';
import type { ParseLimits } from '../../dicom/parse.ts';
import { asTag } from '../../dicom/tag.ts';
import type { Decision } from './decision.ts';

/** Over a network a read for each fragment costs more than all else: there the index believes offset tables. */
export function limitsFor({ readCostBytes }: ByteSource, limits: ParseLimits): ParseLimits {
  return readCostBytes === undefined ? limits : { ...limits, readCostBytes, skipsFragments: true };
}

/** Extended Offset Table and its lengths (PS3.3 C.7.6.3.1.8). */
const EXTENDED_TABLES: ReadonlySet<number> = new Set([0x7fe00001, 0x7fe00002].map(asTag));

/**
 * Whether a rule works on fragments that the index skipped, or takes away the table that it skipped them by, without which the output
 * could not be indexed in the same way. `decisions`: all but those to keep.
 */
export function wantFragments(decisions: readonly Decision[]): boolean {
  return decisions.some(
    ({ element, action }) =>
      (element.fragmentsSkipped && action.kind !== 'remove') || EXTENDED_TABLES.has(element.tag),
  );
}
