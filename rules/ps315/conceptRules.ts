import type { ConceptRule } from '../plan.ts';
import { type StructuredContentRow, structuredContentRows } from './structuredContent.ts';
import type { OptionCode, OptionColumn } from './table.ts';

/** Value types whose value is a reference by UIDs (PS3.3 C.17.3.2). */
const REFERENCES: ReadonlySet<StructuredContentRow['valueType']> = new Set<StructuredContentRow['valueType']>(
  ['COMPOSITE', 'IMAGE', 'UIDREF', 'WAVEFORM'],
);

/** Ages of the patient, numbers with a unit (PS3.16 TID 1007, CID 7455 and others): an age that cannot be capped is removed. The table has only the first of them. */
const AGES: readonly (readonly [value: string, scheme: string, meaning: string])[] = [
  ['121033', 'DCM', 'Subject Age'],
  ['30525-0', 'LN', 'Age'],
  ['21612-7', 'LN', 'Age - Reported'],
  ['29553-5', 'LN', 'Age calculated'],
  ['397669002', 'SCT', 'Age'],
  ['424144002', 'SCT', 'Current chronological age'],
];

/** Table E.3.4-1 settled for the options (PS3.15 E.3.4): one code for each concept and value type. `capsAge`: ages are told up to some year only. */
export function conceptRules(options: ReadonlySet<OptionColumn>, capsAge = false): readonly ConceptRule[] {
  const rules = structuredContentRows().map((row) => ({
    value: row.value,
    scheme: row.scheme,
    meaning: row.meaning,
    valueType: row.valueType,
    action: settleConcept(row, options),
  }));
  if (!capsAge) return rules;
  const isAge = (rule: ConceptRule) =>
    AGES.some(([value, scheme]) => value === rule.value && scheme === rule.scheme);
  return [
    ...rules.filter((rule) => !isAge(rule)),
    ...AGES.map(([value, scheme, meaning]) => ({
      value,
      scheme,
      meaning,
      valueType: 'NUM',
      action: 'X' as const,
    })),
  ];
}

/** As for a row of Table E.1-1: C of an option, then K of one, then the Basic Profile's. */
export function settleConcept(
  row: StructuredContentRow,
  options: ReadonlySet<OptionColumn>,
): ConceptRule['action'] {
  const isAsked = (wanted: OptionCode) =>
    (Object.entries(row.options) as [OptionColumn, OptionCode][]).some(
      ([column, code]) => code === wanted && options.has(column),
    );
  if (isAsked('C')) return 'C';
  if (isAsked('K')) return 'K';
  if (row.basic === 'X') return 'X';
  // X/D goes by what a template requires, which the tables do not tell: D is right in both cases. A reference's dummy is its UIDs' replacements,
  // so that references still meet.
  return REFERENCES.has(row.valueType) ? 'U' : 'D';
}
