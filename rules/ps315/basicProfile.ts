import { type Housekeeping, type RulePlan, type Screening, type SimpleAction, sealPlan } from '../plan.ts';
import { BASIC_CLAIMS } from './basicClaims.ts';
import { DEFAULT_PROFILE_SETTINGS } from './options.ts';
import { profileRules, stampsOf } from './profileRules.ts';
import { PROFILE_EDITION } from './table.ts';

export { ACTION_OF_CODE, PSEUDONYMOUS, selectorOf } from './codeActions.ts';

/** What never reaches the rules unless they say so. */
export const DEFAULT_SCREENING: Screening = {
  dicomdir: 'quarantine',
  missingSopInstanceUid: 'quarantine',
  burnedInAnnotation: 'quarantine',
  encapsulatedDocument: 'quarantine',
  audio: 'quarantine',
  noPreamble: 'quarantine',
  alreadyDeidentified: 'process',
};

export const DEFAULT_HOUSEKEEPING: Housekeeping = {
  preamble: 'zero',
  groupLengths: 'drop',
  trailingPadding: 'drop',
  fileMeta: 'follow',
};

/** What becomes of elements that no rule is about: nothing is known of a private one. */
export const DEFAULT_OTHERWISE: { readonly public: SimpleAction; readonly private: SimpleAction } = {
  public: { kind: 'keep' },
  private: { kind: 'remove' },
};

/** Everything of a plan but its rules, where a rule file says nothing else. */
export const PLAN_DEFAULTS = {
  otherwise: DEFAULT_OTHERWISE,
  screening: DEFAULT_SCREENING,
  stamps: null,
  housekeeping: DEFAULT_HOUSEKEEPING,
  searchResidue: true,
  doubtfulText: 'release',
  reidentification: 'off',
  encryptedAttributesFor: null,
  validate: { input: false, output: false },
} as const satisfies Partial<RulePlan>;

let plan: RulePlan | null = null;

/** PS3.15 Basic Application Level Confidentiality Profile, without options. */
export function basicProfilePlan(): RulePlan {
  plan ??= basicPlan();
  return plan;
}

function basicPlan(): RulePlan {
  return sealPlan({
    ...PLAN_DEFAULTS,
    name: `PS3.15 ${PROFILE_EDITION} Basic Application Level Confidentiality Profile`,
    dialect: 'ps3.15',
    rules: profileRules(DEFAULT_PROFILE_SETTINGS),
    planes: 'whole',
    stamps: stampsOf(DEFAULT_PROFILE_SETTINGS.options),
    claims: BASIC_CLAIMS,
  });
}
