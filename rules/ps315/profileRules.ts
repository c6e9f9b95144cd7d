import { asTag } from '../../layers/dicom/tag.ts';
import type { MethodCode } from '../claims.ts';
import type { PrivateCreators, Rule, RuleOrigin, SimpleAction, Stamps } from '../plan.ts';
import { selectorOf } from './codeActions.ts';
import { METHOD_CODES, methodCodeOf } from './methodCodes.ts';
import { type ProfileSettings, settleRow } from './options.ts';
import { safePrivateRules } from './safePrivateRules.ts';
import { type OptionColumn, PROFILE_EDITION, type ProfileRow, profileRows } from './table.ts';
import { unlistedByName, unlistedByVr, unlistedDescriptors, unlistedGraphics } from './unlistedRules.ts';

const REMOVE: SimpleAction = { kind: 'remove' };

/**
 * The rules of the Basic Profile with options, in their order: rows that name public attributes, what of PS3.6 they do not list, `ownPrivate` (the
 * user's safe private attributes), the standard's, every other private attribute, then VRs, drawings and texts that the table does not name.
 */
export function profileRules(settings: ProfileSettings, ownPrivate: readonly Rule[] = []): readonly Rule[] {
  const rows = profileRows();
  const retainsTable = settings.options.has('retainSafePrivate') && settings.safePrivateTable;
  return [
    ...rows.filter(({ kind }) => kind !== 'oddgroup').map((row) => ruleOf(row, settings)),
    ...unlistedByName(settings),
    ...ownPrivate,
    ...(retainsTable ? safePrivateRules(settings) : []),
    ...rows.filter(({ kind }) => kind === 'oddgroup').map((row) => ruleOf(row, settings)),
    ...unlistedByVr(settings),
    ...unlistedGraphics(settings),
    ...unlistedDescriptors(settings),
    ...contentTexts(settings),
    ...unlistedAges(settings),
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

/** Structured content is kept by Clean Structured Content; its text, which the table does not name, is not where free text is to go. */
function contentTexts({ options, freeText }: ProfileSettings): readonly Rule[] {
  if (!options.has('cleanStructuredContent') || freeText !== 'remove') return [];
  return [
    {
      selector: { kind: 'tag', tag: asTag(0x0040a160) },
      action: { kind: 'dummy' },
      origin: {
        source: `PS3.15 ${PROFILE_EDITION} E.3.4`,
        line: null,
        column: null,
        reason: 'Text Value, which Table E.1-1 does not name: free text is removed',
      },
    },
  ];
}

/** Where ages are capped, those that the table does not name as well. */
function unlistedAges({ capAgeYears }: ProfileSettings): readonly Rule[] {
  if (capAgeYears === null) return [];
  return [
    {
      selector: { kind: 'vr', vr: 'AS' },
      action: { kind: 'cap-age', maxYears: capAgeYears },
      origin: {
        source: `PS3.15 ${PROFILE_EDITION} E.3.7`,
        line: null,
        column: null,
        reason: 'AS that Table E.1-1 does not name: ages are capped',
      },
    },
  ];
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
