import { withoutRuled } from './lethe/compile.ts';
import { selectorKey } from './lethe/readRules.ts';
import type { Rule, RulePlan } from './plan.ts';
import { knownWords } from './problems.ts';
import { PLAN_DEFAULTS } from './ps315/basicProfile.ts';
import { judge, weakeningTexts } from './ps315/claims.ts';
import { CONTRADICTIONS, DEFAULT_PROFILE_SETTINGS, type ProfileSettings } from './ps315/options.ts';
import { privateCreatorsOf, profileRules } from './ps315/profileRules.ts';
import { OPTION_COLUMNS, type OptionColumn } from './ps315/table.ts';

/**
 * Lethe's own addition to dialects whose files list what changes and keep the rest: their rules first, and the PS3.15 Basic Profile, with
 * options, for everything that they do not name. Both files and systems that know nothing of it pass over it.
 */

/** A word of a rule file and where it stands. */
export interface OptionWord {
  readonly text: string;
  readonly offset: number;
}

/** The options that the words name; `wrong`: what is not an option, or says the opposite of another. */
export interface NamedOptions {
  readonly options: ReadonlySet<OptionColumn>;
  readonly wrong: readonly { readonly offset: number; readonly message: string; readonly hint: string }[];
}

export function optionsNamed(words: readonly OptionWord[]): NamedOptions {
  const isOption = (text: string): text is OptionColumn =>
    (OPTION_COLUMNS as readonly string[]).includes(text);
  const options = new Set(words.flatMap(({ text }) => (isOption(text) ? [text] : [])));
  const unknown = words
    .filter(({ text }) => !isOption(text))
    .map(({ text, offset }) => ({
      offset,
      message: `${JSON.stringify(text)} is not an option of the Basic Profile`,
      hint: knownWords(text, OPTION_COLUMNS),
    }));
  const contradicting = CONTRADICTIONS.flatMap(([one, other, why]) => {
    const at = words.find(({ text }) => text === other);
    if (at === undefined || !options.has(one as OptionColumn)) return [];
    return [
      { offset: at.offset, message: `${one} and ${other} together`, hint: `${why}. Leave one of them.` },
    ];
  });
  return { options, wrong: [...unknown, ...contradicting] };
}

/** What is said of a rule that weakens the profile. */
export const WEAKENED = {
  message: (what: string): string =>
    `this rule weakens the profile, and instances will not say that it was applied (113100): ${what}`,
  hint: 'Use the option that retains it, or another action; "lethe rules show" says which codes are written, and why.',
} as const;

/** What a plan is made of where the Basic Profile says what the file's own rules do not. */
export type OverProfile = Pick<
  RulePlan,
  'rules' | 'otherwise' | 'planes' | 'stamps' | 'claims' | 'searchResidue' | 'privateCreators'
>;

/** `weakening`: takes each of the file's rules that weakens the profile, by its place among them, with what it leaves. */
export function overProfile(
  own: readonly Rule[],
  options: ReadonlySet<OptionColumn>,
  weakening: (rule: number, what: string) => void,
): OverProfile {
  const ruled = new Set(own.map(({ selector }) => selectorKey(selector)));
  const creators = privateCreatorsOf(options);
  const settings = settingsLike(own, options);
  const rules = [...own, ...withoutRuled(profileRules(settings), ruled)];
  const { stamps, claims, byRule } = judge({ ...PLAN_DEFAULTS, rules }, settings);
  const texts = weakeningTexts(byRule, (rule) => rule);
  for (const [position] of own.entries()) {
    const what = texts.get(position);
    if (what !== undefined) weakening(position, what);
  }
  return {
    rules,
    otherwise: PLAN_DEFAULTS.otherwise,
    planes: 'whole',
    stamps,
    claims,
    searchResidue: PLAN_DEFAULTS.searchResidue,
    ...(creators === undefined ? {} : { privateCreators: creators }),
  };
}

/**
 * The profile does with what the file does not name as the file does with what it names: a reference leads where the UID went, and intervals between dates stay. Of a shift only how far it goes: the
 * profile's own holds for times of day, which not every dialect moves.
 */
function settingsLike(own: readonly Rule[], options: ReadonlySet<OptionColumn>): ProfileSettings {
  const actions = own.map(({ action }) => action);
  const shift = actions.find((action) => action.kind === 'shift');
  const isRandom = actions.some((action) => action.kind === 'replace-uid' && action.method === 'random');
  return {
    ...DEFAULT_PROFILE_SETTINGS,
    options,
    ...(isRandom ? { uids: 'random' } : {}),
    ...(shift === undefined ? {} : { shift: { ...DEFAULT_PROFILE_SETTINGS.shift, by: shift.by } }),
  };
}
