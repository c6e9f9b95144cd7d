import { lookupTag } from '../../../layers/dicom/standard/dictionary.ts';
import { asTag, type Tag } from '../../../layers/dicom/tag.ts';
import type { Vr } from '../../../layers/dicom/vr.ts';
import {
  OPTION_COLUMNS,
  type OptionColumn,
  type ProfileRow,
  profileRows,
} from '../../../rules/ps315/table.ts';

/**
 * What Table E.1-1 lets become of its attributes under options, written from the table and PS3.15 E.3 alone: it names kinds of action, and knows
 * nothing of how Lethe chooses one.
 */

/** The codes that a row has under options, and nothing else counts: an option's before the profile's, C before K. */
export function codeUnder(row: ProfileRow, options: readonly OptionColumn[]): string {
  const codes = options.flatMap((option) => row.options[option] ?? []);
  if (codes.includes('C')) return 'C';
  return codes.includes('K') ? 'K' : row.basic;
}

/** Kinds of action that carry out a code; for a compound one, by type 1, 2, 3 and unknown. */
const ALLOWED: Readonly<
  Record<string, readonly string[] | Readonly<Record<'1' | '2' | '3' | 'unknown', readonly string[]>>>
> = {
  K: ['keep'],
  X: ['remove'],
  // Z and D let a dummy stand that says nothing; a pseudonym is one.
  Z: ['empty', 'pseudonym'],
  D: ['dummy', 'pseudonym'],
  U: ['replace-uid'],
  'X/Z': { 1: ['empty'], 2: ['empty'], 3: ['remove'], unknown: ['empty'] },
  'X/D': { 1: ['dummy'], 2: ['dummy'], 3: ['remove'], unknown: ['dummy'] },
  'Z/D': {
    1: ['dummy', 'pseudonym'],
    2: ['empty', 'pseudonym'],
    3: ['empty', 'pseudonym'],
    unknown: ['dummy', 'pseudonym'],
  },
  'X/Z/D': { 1: ['dummy'], 2: ['empty'], 3: ['remove'], unknown: ['dummy'] },
  'X/Z/U*': { 1: ['keep'], 2: ['empty'], 3: ['remove'], unknown: ['keep'] },
};

/**
 * Sequences of references, by hand: Referenced Study, Referenced Performed Procedure Step, Referenced Image, Source Image. Where the IOD must have
 * one, Z lets a value stand and U* the references: its items stay.
 */
export const REFERENCES: ReadonlySet<string> = new Set(['00081110', '00081111', '00081140', '00082112']);

/** How C can be carried out, by VR: on what is not here it cannot, so that the code beneath it holds. */
const CLEANED: Partial<Record<Vr, string>> = {
  AE: 'clean-text',
  CS: 'clean-text',
  DA: 'shift',
  DT: 'shift',
  LO: 'clean-text',
  LT: 'clean-text',
  SH: 'clean-text',
  ST: 'clean-text',
  TM: 'shift',
  UC: 'clean-text',
  UT: 'clean-text',
};

/** Sequences and drawings, each by the option that cleans it. */
const CLEANED_WHOLE: Partial<Record<OptionColumn, string>> = {
  cleanDescriptors: 'clean-text',
  cleanStructuredContent: 'clean-content',
  cleanGraphics: 'clean-graphics',
};

/** E.3.6 speaks of dates and times: a zone is neither, and the standard's own version stamps tell nothing of a patient. */
const NO_TIME: ReadonlySet<string> = new Set(['00080201', '00080106', '0040DB06']);

/** Whether an action is one that the row may have under options. */
export function allows(
  row: ProfileRow,
  options: readonly OptionColumn[],
  action: { readonly kind: string },
): boolean {
  let code = codeUnder(row, options);
  const vr = vrOfRow(row);
  if (code === 'C') {
    const cleaned = cleanedBy(row, options, vr);
    if (cleaned !== undefined) return action.kind === cleaned;
    // Nothing is kept because it could not be cleaned.
    code = options.some((option) => row.options[option] === 'K') ? 'K' : row.basic;
  }
  const allowed = ALLOWED[code] ?? [];
  if (Array.isArray(allowed)) return allowed.includes(action.kind) || isByTypeOf(action, allowed);
  const listed = allowed as Readonly<Record<'1' | '2' | '3' | 'unknown', readonly string[]>>;
  const byType = REFERENCES.has(row.id) ? { ...listed, 1: ['keep'], 2: ['keep'] } : listed;
  const parts = action as unknown as Readonly<Record<string, { readonly kind: string }>>;
  return (
    action.kind === 'by-type' &&
    byType[1].includes(parts.type1?.kind ?? '') &&
    byType[2].includes(parts.type2?.kind ?? '') &&
    byType[3].includes(parts.type3?.kind ?? '') &&
    byType.unknown.includes(parts.unknown?.kind ?? '')
  );
}

function isByTypeOf(action: { readonly kind: string }, allowed: readonly string[]): boolean {
  if (action.kind !== 'by-type') return false;
  const { type1, type2, type3, unknown } = action as unknown as Record<string, { readonly kind: string }>;
  return [type1, type2, type3, unknown].every((part) => allowed.includes(part?.kind ?? ''));
}

function cleanedBy(
  row: ProfileRow,
  options: readonly OptionColumn[],
  vr: Vr | undefined,
): string | undefined {
  if (NO_TIME.has(row.id) && options.includes('retainLongitudinalModifiedDates')) return 'keep';
  const isDrawing = row.options.cleanGraphics === 'C' && vr !== 'LT';
  if (vr === 'SQ' || isDrawing) {
    const option = OPTION_COLUMNS.find((column) => row.options[column] === 'C' && options.includes(column));
    return option === undefined ? undefined : CLEANED_WHOLE[option];
  }
  return vr === undefined ? undefined : CLEANED[vr];
}

/** The VR of PS3.6; of a repeating group, of its first. */
export function vrOfRow(row: ProfileRow): Vr | undefined {
  return lookupTag(tagOfRow(row))?.vrs[0];
}

/** An attribute that the row is about. */
export function tagOfRow(row: ProfileRow): Tag {
  if (row.kind === 'oddgroup') return asTag(0x00091001);
  return row.kind === 'mask' ? asTag(row.value + (row.id.startsWith('50') ? 0x3000 : 0)) : row.tag;
}

/** No option, each option, and every pair that is not a contradiction. */
export function optionSets(): readonly (readonly OptionColumn[])[] {
  const sets: OptionColumn[][] = [[]];
  OPTION_COLUMNS.forEach((one, position) => {
    sets.push([one]);
    for (const other of OPTION_COLUMNS.slice(position + 1)) sets.push([one, other]);
  });
  return sets.filter(
    (set) => !set.includes('retainLongitudinalFullDates') || !set.includes('retainLongitudinalModifiedDates'),
  );
}

/** Rows that an option says something of. */
export function rowsOf(option: OptionColumn): readonly ProfileRow[] {
  return profileRows().filter((row) => row.options[option] !== undefined);
}
