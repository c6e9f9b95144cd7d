import { type DataSet, type Element, elementWith, type Item } from '../../layers/dicom/element.ts';
import {
  asTag,
  elementOf,
  groupOf,
  isPrivate,
  isPrivateCreator,
  isRepeatingGroup,
  tagOf,
} from '../../layers/dicom/tag.ts';
import type { Vr } from '../../layers/dicom/vr.ts';
import { lookupSafePrivate } from '../../rules/ps315/safePrivate.ts';
import { lookupStructuredContent } from '../../rules/ps315/structuredContent.ts';
import type { OptionColumn } from '../../rules/ps315/table.ts';
import { codeUnder, vrOfRow } from '../rules/ps315/optionsOracle.ts';
import { codeOfVr, rowOf, valueIn, type WholeInstance } from './unchanged.ts';

/**
 * What Tables E.1-1, E.3.4-1 and E.3.10-1 let become of one element of a file under options, written from the tables and PS3.15 E.3. It
 * knows nothing of plans, rules and actions.
 */

/** What must be true of the output. */
export type Verdict =
  | { readonly kind: 'gone' }
  /** Byte by byte; the items of a sequence one by one. */
  | { readonly kind: 'same' }
  /** There, without what identifies; the items of a sequence one by one. */
  | { readonly kind: 'clean' }
  | { readonly kind: 'shift' }
  /** There, with none of its UIDs but registered ones. */
  | { readonly kind: 'uids' }
  /** Not what it was. */
  | { readonly kind: 'other'; readonly mayGo: boolean; readonly mayBeEmpty: boolean }
  /** There with whatever value: a Private Creator that is used, a place in a tree that is counted anew. */
  | { readonly kind: 'there' };

export interface Expected {
  readonly verdict: Verdict;
  /** The code that holds: of the table, or `-` where it has no row. */
  readonly code: string;
  /** What cleans elements without a row in the items of this sequence. */
  readonly inside: Cleaner | null;
}

/** The options that clean a sequence as a whole. */
export type Cleaner = Extract<OptionColumn, 'cleanDescriptors' | 'cleanStructuredContent' | 'cleanGraphics'>;
const CLEANERS: readonly Cleaner[] = ['cleanDescriptors', 'cleanStructuredContent', 'cleanGraphics'];

const GONE: Verdict = { kind: 'gone' };
const SAME: Verdict = { kind: 'same' };
const CLEAN: Verdict = { kind: 'clean' };
const SHIFT: Verdict = { kind: 'shift' };
const UIDS: Verdict = { kind: 'uids' };
const DUMMY: Verdict = { kind: 'other', mayGo: false, mayBeEmpty: false };
const REPLACED: Verdict = { kind: 'other', mayGo: false, mayBeEmpty: true };

/** Table E.1-1a; U* is looked into by the checker. */
const BY_CODE: Readonly<Record<string, Verdict>> = {
  K: SAME,
  X: GONE,
  Z: REPLACED,
  D: DUMMY,
  U: UIDS,
  'X/Z': { kind: 'other', mayGo: true, mayBeEmpty: true },
  'X/D': { kind: 'other', mayGo: true, mayBeEmpty: false },
  'Z/D': REPLACED,
  'X/Z/D': { kind: 'other', mayGo: true, mayBeEmpty: true },
  'X/Z/U*': { kind: 'other', mayGo: true, mayBeEmpty: true },
};

const TEXTS: ReadonlySet<Vr> = new Set<Vr>(['LO', 'LT', 'SH', 'ST', 'UC', 'UT']);
const WORDS: ReadonlySet<Vr> = new Set<Vr>(['AE', 'CS']);
const TIMES: ReadonlySet<Vr> = new Set<Vr>(['DA', 'DT', 'TM']);
/** A zone, and the versions of the standard's own templates: docs/options.md says why they stay. */
const NO_TIME: ReadonlySet<string> = new Set(['00080201', '00080106', '0040DB06']);
/** The numbers and schemes of a code (PS3.3 8.1 to 8.3). */
const CODE_PARTS: ReadonlySet<number> = new Set([
  0x00080100, 0x00080102, 0x00080103, 0x00080105, 0x0008010f, 0x00080117, 0x00080118, 0x00080119, 0x00080120,
  0x0008010b, 0x0040db00,
]);

/** What is expected of an element in a data set whose sequence is cleaned by `cleaner`; null: none is. */
export function expectationOf(
  whole: WholeInstance,
  element: Element,
  options: readonly OptionColumn[],
  cleaner: Cleaner | null,
): Expected {
  if (isPrivate(element.tag)) return ofPrivate(whole, element, options);
  if (cleaner === 'cleanStructuredContent') {
    const valued = ofContentValue(whole, element, options);
    if (valued !== null) return valued;
  }
  const isText = TEXTS.has(element.vr) || element.vr === 'PN';
  if (cleaner === 'cleanGraphics' && element.tag === UNFORMATTED_TEXT) return plain(CLEAN, 'C');
  if (isRepeatingGroup(element.tag) && goesWithItsData(whole, element, options)) return plain(GONE, 'X');
  const own = ofRow(whole, element, options);
  if (own !== null) return own;
  if (options.includes('cleanGraphics')) {
    if (element.tag === STRUCTURED_DISPLAY_TEXT)
      return { verdict: CLEAN, code: '-', inside: 'cleanGraphics' };
  }
  const isMoved = TIMES.has(element.vr) && options.includes('retainLongitudinalModifiedDates');
  if (isMoved) return plain(SHIFT, '-');
  const code = codeOfVr(element.tag, element.vr);
  if (code === 'U' && !options.includes('retainUids')) return plain(UIDS, code);
  if (element.vr === 'PN') return plain(GONE, 'X');
  if (code === 'X' && !options.includes('retainLongitudinalFullDates')) return plain(GONE, code);
  if (cleaner === null) return plain(SAME, '-');
  if (element.items !== null) return { verdict: SAME, code: '-', inside: cleaner };
  return plain(isText && !CODE_PARTS.has(element.tag) ? CLEAN : SAME, '-');
}

/** Text of drawings that Table E.1-1 does not name (E.3.3): docs/options.md. */
const STRUCTURED_DISPLAY_TEXT = 0x00720424;

/** An overlay or a curve goes with its data (PS3.3 C.9.2: what describes it is of type 1). */
function goesWithItsData(
  whole: WholeInstance,
  { dataSet, tag }: Element,
  options: readonly OptionColumn[],
): boolean {
  const data = elementWith(dataSet, tagOf(groupOf(tag), 0x3000));
  return data !== undefined && ofRow(whole, data, options)?.verdict.kind === 'gone';
}

const plain = (verdict: Verdict, code: string): Expected => ({ verdict, code, inside: null });

/** By the element's row in Table E.1-1; null: it has none. */
function ofRow(whole: WholeInstance, element: Element, options: readonly OptionColumn[]): Expected | null {
  const row = rowOf(element.tag);
  if (row === undefined) return null;
  const code = codeUnder(row, options);
  if (code !== 'C') return plain(BY_CODE[code] ?? SAME, code);
  const asked = (column: OptionColumn) => row.options[column] === 'C' && options.includes(column);
  const vr = row.kind === 'mask' ? element.vr : vrOfRow(row);
  const cleaner = CLEANERS.find(asked);
  if (vr === 'SQ' && cleaner !== undefined) return { verdict: CLEAN, code, inside: cleaner };
  if (row.kind === 'mask' && cleaner !== undefined) return plain(ofDrawing(whole, element), code);
  if (asked('retainLongitudinalModifiedDates')) {
    if (NO_TIME.has(row.id)) return plain(SAME, code);
    if (TIMES.has(vr as Vr)) return plain(SHIFT, code);
  } else if (TEXTS.has(vr as Vr) || WORDS.has(vr as Vr)) return plain(CLEAN, code);
  const kept = options.some((option) => row.options[option] === 'K');
  return plain(kept ? SAME : (BY_CODE[row.basic] ?? SAME), kept ? 'K' : row.basic);
}

/** What was measured in a curve (PS3.3-2004 C.10.2.1.1). */
const MEASURED = ['TAC', 'PROF', 'HIST', 'ROI', 'TABL', 'FILT', 'ECG', 'PRESSURE', 'FLOW', 'PHYSIO', 'RESP'];

/** Overlays and curves: a drawing may show any text, a mask and a measurement do not. */
function ofDrawing(whole: WholeInstance, element: Element): Verdict {
  const { tag, vr, dataSet } = element;
  if (element.valueEnd === element.valueStart || element.items !== null) return SAME;
  if (TEXTS.has(vr)) return CLEAN;
  if (WORDS.has(vr)) return CLEAN;
  if (vr === 'UN') return GONE;
  const isOverlay = groupOf(tag) >>> 8 === 0x60;
  if (elementOf(tag) === 0x200c && !isOverlay) return GONE;
  if (elementOf(tag) !== 0x3000) return SAME;
  const type = wordIn(whole, dataSet, tagOf(groupOf(tag), isOverlay ? 0x0040 : 0x0020));
  return (isOverlay ? type === 'R' : MEASURED.includes(type)) ? SAME : GONE;
}

function ofPrivate(whole: WholeInstance, element: Element, options: readonly OptionColumn[]): Expected {
  if (!options.includes('retainSafePrivate')) return plain(GONE, 'X');
  if (isPrivateCreator(element.tag)) {
    const isUsed = element.dataSet.elements.some(
      (other) =>
        groupOf(other.tag) === groupOf(element.tag) &&
        elementOf(other.tag) >>> 8 === elementOf(element.tag) &&
        ofPrivate(whole, other, options).verdict.kind !== 'gone',
    );
    return plain(isUsed ? SAME : GONE, 'C');
  }
  const group = groupOf(element.tag);
  const creator = wordIn(whole, element.dataSet, tagOf(group, elementOf(element.tag) >>> 8));
  const safe = lookupSafePrivate(creator, group, elementOf(element.tag) & 0xff);
  if (safe === undefined || elementOf(element.tag) < 0x1000) return plain(GONE, 'X');
  const vr = safe.vrs[0];
  if (vr === undefined) return plain(SAME, 'C');
  if (vr === 'SQ' && element.items === null && element.valueEnd > element.valueStart) return plain(GONE, 'C');
  if (TIMES.has(vr)) {
    if (options.includes('retainLongitudinalModifiedDates')) return plain(SHIFT, 'C');
    return plain(options.includes('retainLongitudinalFullDates') ? SAME : GONE, 'C');
  }
  if (vr === 'UI') return plain(options.includes('retainUids') ? SAME : UIDS, 'C');
  if (TEXTS.has(vr)) return plain(CLEAN, 'C');
  return plain(vr === 'PN' ? REPLACED : SAME, 'C');
}

const UNFORMATTED_TEXT = 0x00700006;
const CONCEPT_NAME = asTag(0x0040a043);

/** Attributes that hold the value of a content item, and the value types they say where the item does not (PS3.3 10.2, C.17.3, C.18). */
const VALUES: ReadonlyMap<number, string> = new Map([
  [0x0040a120, 'DATETIME'],
  [0x0040a121, 'DATE'],
  [0x0040a122, 'TIME'],
  [0x0040a123, 'PNAME'],
  [0x0040a124, 'UIDREF'],
  [0x0040a160, 'TEXT'],
  [0x0040a168, 'CODE'],
  [0x0040a300, 'NUM'],
  [0x0040a30a, 'NUM'],
  [0x00700006, 'TEXT'],
]);

/** The value of a content item, by its concept; null: something else, or a value whose concept has no say. */
function ofContentValue(
  whole: WholeInstance,
  element: Element,
  options: readonly OptionColumn[],
): Expected | null {
  if (element.tag === 0x0040db73) return plain({ kind: 'there' }, '-');
  const { item } = element.dataSet;
  const implied = VALUES.get(element.tag);
  if (item === null || implied === undefined || elementWith(item, CONCEPT_NAME) === undefined) return null;
  const code = conceptCodeOf(whole, item, options, implied);
  const own = ofRow(whole, element, options);
  if (code === 'K') return own !== null || implied !== 'CODE' ? plain(SAME, 'K') : null;
  if (implied === 'DATE' || implied === 'DATETIME' || implied === 'TIME') {
    if (options.includes('retainLongitudinalModifiedDates') && code !== 'D') return plain(SHIFT, code ?? '-');
    return own !== null && (code === null || code === 'C') ? own : plain(REPLACED, code ?? '-');
  }
  if (implied === 'PNAME') return plain(REPLACED, code ?? '-');
  if (implied === 'UIDREF') return own ?? plain(UIDS, code ?? '-');
  if (implied === 'TEXT') return code === 'D' ? plain(DUMMY, code) : plain(CLEAN, code ?? '-');
  return code === 'D' && own === null ? plain(REPLACED, code) : null;
}

/** Whether a content item goes as a whole. */
export function goesByConcept(whole: WholeInstance, item: Item, options: readonly OptionColumn[]): boolean {
  return conceptCodeOf(whole, item, options, '') === 'X';
}

/** The code of Table E.3.4-1 under options, C before K before the profile's, X/D as D; null: no row. */
function conceptCodeOf(
  whole: WholeInstance,
  item: Item,
  options: readonly OptionColumn[],
  implied: string,
): 'X' | 'D' | 'K' | 'C' | null {
  const code = elementWith(item, CONCEPT_NAME)?.items?.[0];
  if (code === undefined) return null;
  const [value = '', scheme = '', version = ''] = [0x00080100, 0x00080102, 0x00080103].map((tag) =>
    wordIn(whole, code, tag),
  );
  const type = wordIn(whole, item, 0x0040a040) || implied;
  const row =
    lookupStructuredContent(scheme, value, type) ??
    lookupStructuredContent(`${scheme} [${version}]`, value, type);
  if (row === undefined) return null;
  const codes = Object.entries(row.options).flatMap(([column, own]) =>
    options.includes(column as OptionColumn) ? [own] : [],
  );
  if (codes.includes('C')) return 'C';
  if (codes.includes('K')) return 'K';
  return row.basic === 'X' ? 'X' : 'D';
}

function wordIn(whole: WholeInstance, dataSet: DataSet, tag: number): string {
  const element = elementWith(dataSet, asTag(tag));
  return element === undefined
    ? ''
    : valueIn(whole, element)
        .toString('latin1')
        .replace(/[\0 ]+$/, '')
        .replace(/^ +/, '');
}
