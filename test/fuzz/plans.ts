import { type RulePlan, sealPlan } from '../../rules/plan.ts';
import { basicProfilePlan, PLAN_DEFAULTS } from '../../rules/ps315/basicProfile.ts';
import { DEFAULT_PROFILE_SETTINGS } from '../../rules/ps315/options.ts';
import { privateCreatorsOf, profileRules, stampsOf } from '../../rules/ps315/profileRules.ts';
import { OPTION_COLUMNS, type OptionColumn } from '../../rules/ps315/table.ts';

/** The plans that mutants go through: `basic`, and `options`, in which every action of PS3.15 that reads a value has its part. */
export type PlanName = 'basic' | 'options';

export function planNamed(name: PlanName): RulePlan {
  return name === 'basic' ? basicProfilePlan() : everyOption();
}

/** Every option but full dates, which modified dates exclude, and UIDs, so that they are replaced; ages are capped. */
function everyOption(): RulePlan {
  const left: readonly OptionColumn[] = ['retainLongitudinalFullDates', 'retainUids'];
  const options = new Set(OPTION_COLUMNS.filter((option) => !left.includes(option)));
  const privateCreators = privateCreatorsOf(options);
  return sealPlan({
    ...PLAN_DEFAULTS,
    name: 'every option',
    dialect: 'ps3.15',
    rules: profileRules({ ...DEFAULT_PROFILE_SETTINGS, options, capAgeYears: 89 }),
    stamps: stampsOf(options),
    ...(privateCreators === undefined ? {} : { privateCreators }),
  });
}
