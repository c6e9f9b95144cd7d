import { asTag, isPrivate } from '../../layers/dicom/tag.ts';
import { ENGINE_VERSION } from '../../layers/engine/version.ts';
import { explain } from '../../rules/match.ts';
import type { Action, Rule, RulePlan } from '../../rules/plan.ts';
import { selectorOf } from '../../rules/ps315/codeActions.ts';
import { METHOD_CODES_EDITION } from '../../rules/ps315/methodCodes.ts';
import {
  DEFAULT_PROFILE_SETTINGS,
  type ProfileSettings,
  settleRow,
  vrOf,
} from '../../rules/ps315/options.ts';
import { SAFE_PRIVATE_EDITION } from '../../rules/ps315/safePrivate.ts';
import { STRUCTURED_CONTENT_EDITION } from '../../rules/ps315/structuredContent.ts';
import { OPTION_COLUMNS, PROFILE_EDITION, type ProfileRow, profileRows } from '../../rules/ps315/table.ts';
import { actionWords, ruleWords, selectorTag } from '../../rules/words.ts';
import { claimLines, originText, type ShownRule, settingLines, shownRule } from '../rules/show.ts';
import { howLines, type Line } from './how.ts';

/** What becomes of a row of Table E.1-1. */
export interface StatedAttribute {
  readonly attribute: string;
  readonly name: string;
  /** The code of the table that holds under the options, and whose it is. */
  readonly asked: string;
  readonly does: string;
  readonly rule: string;
}

/** What PS3.15 E.1.3 and PS3.2 ask a de-identifier to state, of one plan. It is plain data, and holds nothing of any instance. */
export interface Statement {
  readonly application: { readonly name: 'Lethe'; readonly version: string };
  readonly rules: { readonly name: string; readonly dialect: string; readonly digest: string };
  /** Null: the rules are over no profile of the standard. */
  readonly profile: string | null;
  readonly options: readonly string[];
  readonly editions: readonly Line[];
  /** What instances say, and why; nothing where they say nothing. */
  readonly claims: readonly Line[];
  readonly how: readonly Line[];
  readonly settings: readonly Line[];
  readonly attributes: readonly StatedAttribute[];
  /** Rules about what the table does not list: attributes of PS3.6, safe private attributes, rules of the user's own. */
  readonly others: readonly ShownRule[];
}

/** The statement of a plan. */
export function statementOf(plan: RulePlan): Statement {
  const { name, dialect, digest, claims, stamps } = plan;
  const settings = settingsOf(plan);
  const winners = new Set<Rule>();
  const attributes = profileRows().map((row) => {
    const { winner, action } = decided(plan, row);
    if (winner !== null) winners.add(winner);
    return statedRow(row, settings, winner, action);
  });
  const isOverProfile = dialect === 'ps3.15' || claims !== undefined;
  return {
    application: { name: 'Lethe', version: ENGINE_VERSION },
    rules: { name, dialect, digest },
    profile: isOverProfile ? 'Basic Application Level Confidentiality Profile (PS3.15 E.2)' : null,
    options: [...settings.options, ...(plan.pixels?.option === true ? ['cleanPixelData'] : [])],
    editions: [
      ['PS3.15 Table E.1-1', PROFILE_EDITION],
      ['PS3.15 Table E.3.4-1', STRUCTURED_CONTENT_EDITION],
      ['PS3.15 Table E.3.10-1', SAFE_PRIVATE_EDITION.split(' ')[0] as string],
      ['PS3.16 CID 7050', METHOD_CODES_EDITION],
    ],
    claims: claims === undefined || stamps === null ? [] : claimLines(claims),
    how: howLines(plan),
    settings: settingLines(plan).filter(([topic]) => !SAID_ELSEWHERE.has(topic)),
    attributes,
    others: plan.rules.filter((rule) => !winners.has(rule)).map(shownRule),
  };
}

const SAID_ELSEWHERE: ReadonlySet<string> = new Set([
  'rules',
  'dialect',
  'digest',
  'dates',
  'pixels that may show text',
]);

/** The options that a plan was made with: what its table rows are held against. */
export function settingsOf({ claims }: RulePlan): ProfileSettings {
  const options = OPTION_COLUMNS.filter((column) => claims?.options.includes(column));
  return { ...DEFAULT_PROFILE_SETTINGS, options: new Set(options) };
}

/** The rule that decides a row's attribute in the root, and what it does. */
export function decided(
  plan: RulePlan,
  row: ProfileRow,
): { readonly winner: Rule | null; readonly action: Action } {
  const tag = row.kind === 'tag' ? row.tag : asTag(row.kind === 'mask' ? firstOf(row) : OF_NO_LIST);
  const vr = vrOf(row);
  const { winner, action } = explain(plan, {
    tag,
    vrs: vr === undefined ? [] : [vr],
    creator: isPrivate(tag) ? '' : null,
    path: [],
  });
  return { winner, action };
}

/** A private element that no list knows. */
const OF_NO_LIST = 0x00091000;

/** An attribute of repeating groups: element 0000 is the length of its group. */
function firstOf({ mask, value }: ProfileRow & { readonly kind: 'mask' }): number {
  return (mask & 0xffff) === 0 ? value + 0x10 : value;
}

function statedRow(
  row: ProfileRow,
  settings: ProfileSettings,
  winner: Rule | null,
  action: Action,
): StatedAttribute {
  const { code, by } = row.kind === 'oddgroup' ? askedOfPrivate(row, settings) : settleRow(row, settings);
  return {
    attribute: row.kind === 'oddgroup' ? '(gggg,eeee), gggg odd' : selectorTag(selectorOf(row)),
    name: row.name,
    asked: by === 'basic' ? code : `${code} (${by})`,
    does: winner === null ? actionWords(action) : ruleWords(winner),
    rule: winner === null ? 'none: attributes without a rule' : originText(winner),
  };
}

function askedOfPrivate(row: ProfileRow, { options }: ProfileSettings) {
  return options.has('retainSafePrivate')
    ? ({ code: 'C', by: 'retainSafePrivate' } as const)
    : ({ code: row.basic, by: 'basic' } as const);
}
