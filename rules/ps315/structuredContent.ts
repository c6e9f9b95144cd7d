import { lazy } from '../../layers/dicom/standard/lazy.ts';
import { FIELD_SEPARATOR, rowsOf } from '../../layers/dicom/standard/rows.ts';
import {
  STRUCTURED_CONTENT_ROWS,
  STRUCTURED_CONTENT_SOURCE,
} from './generated/structuredContent.generated.ts';
import { type OptionCode, type OptionColumn, optionCodes } from './table.ts';

/** The edition of PS3.15 that the table is of. */
export const STRUCTURED_CONTENT_EDITION: string = STRUCTURED_CONTENT_SOURCE.edition;
/** SHA-256 of the table it was generated from, in hexadecimal. */
export const STRUCTURED_CONTENT_DIGEST: string = STRUCTURED_CONTENT_SOURCE.sha256;

/** The option columns of PS3.15 Table E.3.4-1, in its order: some of those of Table E.1-1. */
export const CONTENT_OPTION_COLUMNS = [
  'retainUids',
  'retainDeviceIdentity',
  'retainInstitutionIdentity',
  'retainPatientCharacteristics',
  'retainLongitudinalFullDates',
  'retainLongitudinalModifiedDates',
  'cleanDescriptors',
] as const satisfies readonly OptionColumn[];
export type ContentOptionColumn = (typeof CONTENT_OPTION_COLUMNS)[number];

/** The Value Types (0040,A040) of the table's rows. */
export const CONTENT_VALUE_TYPES = [
  'TEXT',
  'DATETIME',
  'COMPOSITE',
  'UIDREF',
  'IMAGE',
  'PNAME',
  'DATE',
  'TIME',
  'WAVEFORM',
  'NUM',
  'CODE',
  'CONTAINER',
] as const;
export type ContentValueType = (typeof CONTENT_VALUE_TYPES)[number];

/** A row of PS3.15 Table E.3.4-1: what becomes of a content item with this concept name. */
export interface StructuredContentRow {
  /** The coding scheme designator, as published; in four rows with its version: `NCDR [2.0b]`. */
  readonly scheme: string;
  readonly value: string;
  readonly meaning: string;
  readonly valueType: ContentValueType;
  readonly retired: boolean;
  readonly inStandardTemplate: boolean;
  readonly basic: 'X' | 'D' | 'X/D';
  readonly options: Readonly<Partial<Record<ContentOptionColumn, OptionCode>>>;
}

const rows = /* @__PURE__ */ lazy<readonly StructuredContentRow[]>(() => {
  const optionsOf = optionCodes(CONTENT_OPTION_COLUMNS);
  return rowsOf(STRUCTURED_CONTENT_ROWS).map((row) => parseRow(row, optionsOf));
});

/** All of PS3.15 Table E.3.4-1, in its order. */
export function structuredContentRows(): readonly StructuredContentRow[] {
  return rows();
}

function parseRow(
  text: string,
  optionsOf: (letters: string) => StructuredContentRow['options'],
): StructuredContentRow {
  const [scheme, value, valueType, basic, flags, letters, meaning] = text.split(FIELD_SEPARATOR) as [
    string,
    string,
    ContentValueType,
    StructuredContentRow['basic'],
    string,
    string,
    string,
  ];
  return {
    scheme,
    value,
    meaning,
    valueType,
    retired: flags.includes('R'),
    inStandardTemplate: flags.includes('T'),
    basic,
    options: optionsOf(letters),
  };
}

const byConcept = /* @__PURE__ */ lazy<ReadonlyMap<string, StructuredContentRow>>(
  () => new Map(rows().map((row) => [conceptKey(row.scheme, row.value, row.valueType), row])),
);

/** The row of a content item, by its concept name's coding scheme designator and code value, and its Value Type. */
export function lookupStructuredContent(
  scheme: string,
  value: string,
  valueType: string,
): StructuredContentRow | undefined {
  return byConcept().get(conceptKey(scheme, value, valueType));
}

function conceptKey(scheme: string, value: string, valueType: string): string {
  return `${scheme}|${value}|${valueType}`;
}
