import { STRUCTURED_CONTENT_ROWS } from '../../../rules/ps315/generated/structuredContent.generated.ts';
import { lazy } from '../../dicom/standard/lazy.ts';
import { FIELD_SEPARATOR, rowsOf } from '../../dicom/standard/rows.ts';
import { elementOf, type ReadDataSet } from '../reader/model.ts';
import { firstValue } from '../reader/values.ts';

/** PS3.15 Table E.3.4-1: which content items stay, by their concept name, where Clean Structured Content is claimed. */

/** Its option columns, each with its code in PS3.16 CID 7050. */
const COLUMN_CODES = ['113110', '113109', '113112', '113108', '113106', '113107', '113105'] as const;
const CLEAN_STRUCTURED_CONTENT = '113104';
const CONCEPT_NAME = 0x0040a043;

const optionsByConcept = /* @__PURE__ */ lazy<ReadonlyMap<string, string>>(
  () =>
    new Map(
      rowsOf(STRUCTURED_CONTENT_ROWS).map((text) => {
        const [scheme = '', value = '', , , , options = ''] = text.split(FIELD_SEPARATOR);
        return [`${scheme}|${value}`, options];
      }),
    ),
);

/** Whether an option that is claimed keeps the value of a content item (K). */
export function conceptStays(item: ReadDataSet, claimed: ReadonlySet<string>): boolean {
  if (!claimed.has(CLEAN_STRUCTURED_CONTENT)) return false;
  const concept = elementOf(item, CONCEPT_NAME)?.items?.[0];
  if (concept === undefined) return false;
  const options = optionsByConcept().get(
    `${firstValue(concept, 0x00080102).trim()}|${firstValue(concept, 0x00080100).trim()}`,
  );
  if (options === undefined) return false;
  return COLUMN_CODES.some((code, column) => options[column] === 'K' && claimed.has(code));
}
