import { keptOfProfile } from './lethe/checks.ts';
import { withoutRuled } from './lethe/compile.ts';
import { selectorKey } from './lethe/readRules.ts';
import type { Rule, RulePlan } from './plan.ts';
import { knownWords } from './problems.ts';
import { PLAN_DEFAULTS } from './ps315/basicProfile.ts';
import { CONTRADICTIONS, DEFAULT_PROFILE_SETTINGS } from './ps315/options.ts';
import { privateCreatorsOf, profileRules, stampsOf } from './ps315/profileRules.ts';
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

/** The options that the words name; `wrong`: what is no option, or says the opposite of another. */
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
      message: `${JSON.stringify(text)} is no option of the Basic Profile`,
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

/** What a plan is made of where the Basic Profile says what the file's own rules do not. */
export type OverProfile = Pick<
  RulePlan,
  'rules' | 'otherwise' | 'planes' | 'stamps' | 'searchResidue' | 'privateCreators'
>;

export function overProfile(own: readonly Rule[], options: ReadonlySet<OptionColumn>): OverProfile {
  const ruled = new Set(own.map(({ selector }) => selectorKey(selector)));
  const creators = privateCreatorsOf(options);
  return {
    rules: [...own, ...withoutRuled(profileRules({ ...DEFAULT_PROFILE_SETTINGS, options }), ruled)],
    otherwise: PLAN_DEFAULTS.otherwise,
    planes: 'whole',
    stamps: stampsOf(options),
    searchResidue: PLAN_DEFAULTS.searchResidue,
    ...(creators === undefined ? {} : { privateCreators: creators }),
  };
}

/** An attribute that the profile with the options does not leave as it is, and that this rule does; null: none. */
export function weakenedBy({ selector, action }: Rule, options: ReadonlySet<OptionColumn>): string | null {
  return keptOfProfile(selector, action, { ...DEFAULT_PROFILE_SETTINGS, options });
}
