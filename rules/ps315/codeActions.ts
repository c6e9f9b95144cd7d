import { asTag } from '../../layers/dicom/tag.ts';
import type { Action, Selector, SimpleAction } from '../plan.ts';
import { REFERENCE_SEQUENCES } from './references.ts';
import type { BasicCode, ProfileRow } from './table.ts';

const REMOVE: SimpleAction = { kind: 'remove' };
const EMPTY: SimpleAction = { kind: 'empty' };
const DUMMY: SimpleAction = { kind: 'dummy' };
const KEEP: SimpleAction = { kind: 'keep' };
const REPLACE_UID: SimpleAction = { kind: 'replace-uid', method: 'keyed' };
const PSEUDONYM: SimpleAction = { kind: 'pseudonym' };
/** Where PS3.3 wants a value, an empty one gets a dummy. */
const PSEUDONYM_OR_DUMMY: SimpleAction = { kind: 'pseudonym', whenEmpty: 'dummy' };

/**
 * What each code of Table E.1-1a means. A compound code goes by the attribute's type; where that is not known its last letter holds. X/D is
 * a dummy for type 2 as well: removing it would break the IOD, and D is the only other thing the code allows. U* keeps the
 * sequence, whose references are replaced by their own rows.
 */
export const ACTION_OF_CODE: Readonly<Record<BasicCode, Action>> = {
  X: REMOVE,
  Z: EMPTY,
  D: DUMMY,
  U: REPLACE_UID,
  'X/Z': { kind: 'by-type', type1: EMPTY, type2: EMPTY, type3: REMOVE, unknown: EMPTY },
  'X/D': { kind: 'by-type', type1: DUMMY, type2: DUMMY, type3: REMOVE, unknown: DUMMY },
  'Z/D': { kind: 'by-type', type1: DUMMY, type2: EMPTY, type3: EMPTY, unknown: DUMMY },
  'X/Z/D': { kind: 'by-type', type1: DUMMY, type2: EMPTY, type3: REMOVE, unknown: DUMMY },
  'X/Z/U*': { kind: 'by-type', type1: KEEP, type2: EMPTY, type3: REMOVE, unknown: KEEP },
};

/**
 * What a row's code means for it. A sequence of references that its IOD must have (type 1 or 2) keeps its items: Z lets a value stand there that is
 * consistent with the VR, U* the references with other UIDs, and without them a segmentation or a report no longer says what it is of.
 */
export function actionOfRow(row: ProfileRow): Action {
  const action = ACTION_OF_CODE[row.basic];
  return action.kind === 'by-type' && row.kind === 'tag' && REFERENCE_SEQUENCES.has(row.tag)
    ? { ...action, type1: KEEP, type2: KEEP }
    : action;
}

/**
 * Attributes that Z or Z/D lets have a dummy and that an archive is of no use without: a keyed pseudonym tells patients, visits and studies
 * apart and says nothing else.
 */
export const PSEUDONYMOUS: ReadonlyMap<number, Action> = new Map<number, Action>([
  [0x00080050, PSEUDONYM],
  [0x00100010, PSEUDONYM],
  [
    0x00100020,
    {
      kind: 'by-type',
      type1: PSEUDONYM_OR_DUMMY,
      type2: PSEUDONYM,
      type3: PSEUDONYM,
      unknown: PSEUDONYM_OR_DUMMY,
    },
  ],
  [0x00200010, PSEUDONYM],
  // Tracking ID, which no row of the table names: `unlistedAttributes.ts`.
  [0x00620020, PSEUDONYM_OR_DUMMY],
]);

/** The elements a row is about. */
export function selectorOf(row: ProfileRow): Selector {
  if (row.kind === 'oddgroup') return { kind: 'any-private' };
  return row.kind === 'mask'
    ? { kind: 'mask', mask: row.mask, value: row.value }
    : { kind: 'tag', tag: asTag(row.tag) };
}
