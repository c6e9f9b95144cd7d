import { lookupTag } from '../../layers/dicom/standard/dictionary.ts';
import { asTag, type Tag } from '../../layers/dicom/tag.ts';
import type { Vr } from '../../layers/dicom/vr.ts';
import type {
  MethodCode,
  PrivateCreators,
  Rule,
  RuleOrigin,
  Selector,
  SimpleAction,
  Stamps,
} from '../plan.ts';
import { selectorOf } from './codeActions.ts';
import { METHOD_CODES, methodCodeOf } from './methodCodes.ts';
import { DATE_VRS, type ProfileSettings, settleRow, TEXT_VRS, vrOf } from './options.ts';
import { safePrivateRules } from './safePrivateRules.ts';
import { type OptionColumn, PROFILE_EDITION, type ProfileRow, profileRows } from './table.ts';

const KEEP: SimpleAction = { kind: 'keep' };
const REMOVE: SimpleAction = { kind: 'remove' };
const CLEAN_TEXT: SimpleAction = { kind: 'clean-text' };
const CODE_MEANING = asTag(0x00080104);

/**
 * The rules of the Basic Profile with options, in their order: rows that name public attributes, `ownPrivate` (the user's safe private
 * attributes), the standard's, every other private attribute, then what options ask of attributes that the table does not name.
 */
export function profileRules(settings: ProfileSettings, ownPrivate: readonly Rule[] = []): readonly Rule[] {
  const rows = profileRows();
  const retainsTable = settings.options.has('retainSafePrivate') && settings.safePrivateTable;
  return [
    ...rows.filter(({ kind }) => kind !== 'oddgroup').map((row) => ruleOf(row, settings)),
    ...ownPrivate,
    ...(retainsTable ? safePrivateRules(settings) : []),
    ...rows.filter(({ kind }) => kind === 'oddgroup').map((row) => ruleOf(row, settings)),
    ...rows.filter((row) => isCleanedInside(row, settings)).flatMap(cleanedInside),
    ...unlistedDates(settings),
  ];
}

function ruleOf(row: ProfileRow, settings: ProfileSettings): Rule {
  // What is left of the private attributes once the safe ones have their rules.
  if (row.kind === 'oddgroup')
    return {
      selector: selectorOf(row),
      action: REMOVE,
      origin: originOf(
        settings.options.has('retainSafePrivate')
          ? `${row.name}: retainSafePrivate C, and not known to be safe`
          : `${row.name}: ${row.basic}`,
      ),
    };
  const { action, code, by } = settleRow(row, settings);
  return {
    selector: selectorOf(row),
    action,
    origin: originOf(by === 'basic' ? `${row.name}: ${code}` : `${row.name}: ${by} ${code}`),
  };
}

function originOf(reason: string): RuleOrigin {
  return { source: `PS3.15 ${PROFILE_EDITION} Table E.1-1`, line: null, column: null, reason };
}

/** A sequence that Clean Descriptors keeps (C of a sequence). */
function isCleanedInside(row: ProfileRow, settings: ProfileSettings): boolean {
  return (
    settings.options.has('cleanDescriptors') &&
    row.options.cleanDescriptors === 'C' &&
    vrOf(row) === 'SQ' &&
    settings.freeText === 'clean'
  );
}

/** The parts of a code that are not free text, though their VRs are a text's (PS3.3 8.1 to 8.3, Table 8.8-1). */
const CODE_PARTS: readonly number[] = [
  0x00080100, 0x00080102, 0x00080103, 0x00080119, 0x00080120, 0x0008010f, 0x00080105, 0x00080118,
];

/**
 * Text at any depth of a sequence that Clean Descriptors keeps, where the table does not name it: cleaned, Code Meaning included. Code values
 * and their schemes stay: they are numbers that look like identifiers, and are none.
 */
function cleanedInside(row: ProfileRow): readonly Rule[] {
  if (row.kind !== 'tag') return [];
  const path: readonly (Tag | '**')[] = ['**', row.tag, '**'];
  const origin = originOf(`${row.name}: cleanDescriptors C, text in its items`);
  const rule = (selector: Selector, action: SimpleAction): Rule => ({
    selector: { ...selector, path },
    action,
    origin,
  });
  // Of a code its meaning alone is text that somebody may have written.
  if (lookupTag(row.tag)?.keyword.endsWith('CodeSequence') === true)
    return [rule({ kind: 'tag', tag: CODE_MEANING }, CLEAN_TEXT)];
  return [
    ...CODE_PARTS.map((tag) => rule({ kind: 'tag', tag: asTag(tag) }, KEEP)),
    ...[...TEXT_VRS].map((vr: Vr) => rule({ kind: 'vr', vr }, CLEAN_TEXT)),
  ];
}

/** Under Modified Dates, dates and times that the table does not name: one left as it is, beside a shifted one, would tell the shift (E.3.6). */
function unlistedDates({ options, shift }: ProfileSettings): readonly Rule[] {
  if (!options.has('retainLongitudinalModifiedDates')) return [];
  return [...DATE_VRS].map((vr) => ({
    selector: { kind: 'vr', vr },
    action: shift,
    origin: {
      source: `PS3.15 ${PROFILE_EDITION} E.3.6`,
      line: null,
      column: null,
      reason: `${vr} that Table E.1-1 does not name: retainLongitudinalModifiedDates`,
    },
  }));
}

/** What an instance says of how it was de-identified (PS3.15 E.2, E.3): the codes of CID 7050 in its order. */
export function stampsOf(options: ReadonlySet<OptionColumn>): Stamps {
  const applied: ReadonlySet<MethodCode> = new Set(
    (['basicProfile', ...options] as const).map((option) => methodCodeOf(option)),
  );
  return {
    methodCodes: METHOD_CODES.filter((code) => applied.has(code)),
    longitudinal: options.has('retainLongitudinalModifiedDates')
      ? 'MODIFIED'
      : options.has('retainLongitudinalFullDates')
        ? 'UNMODIFIED'
        : 'REMOVED',
  };
}

/** Where private attributes are retained, a creator stays with its elements and goes with the last (E.3.10). */
export function privateCreatorsOf(options: ReadonlySet<OptionColumn>): PrivateCreators | undefined {
  return options.has('retainSafePrivate') ? { wrongLevel: 'none', elements: 'follow' } : undefined;
}
