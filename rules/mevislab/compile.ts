import { lookupTag } from '../../layers/dicom/standard/dictionary.ts';
import { asTag, type Tag } from '../../layers/dicom/tag.ts';
import { pixelsBeside, screeningBeside } from '../besidePixels.ts';
import { reviewedBeside } from '../besideReviewed.ts';
import { WEAKENED } from '../overProfile.ts';
import {
  type Action,
  canonicalJson,
  type PrivateCreators,
  type Rule,
  type RulePlan,
  type SimpleAction,
  sealPlan,
} from '../plan.ts';
import { type Problems, problemsIn, withoutByteOrderMark } from '../problems.ts';
import { PLAN_DEFAULTS } from '../ps315/basicProfile.ts';
import { judge, weakeningTexts } from '../ps315/claims.ts';
import { selectorOf } from '../ps315/codeActions.ts';
import { DEFAULT_PROFILE_SETTINGS, type ProfileSettings, settleRow, vrOf } from '../ps315/options.ts';
import { profileRules } from '../ps315/profileRules.ts';
import { type OptionColumn, profileRows } from '../ps315/table.ts';
import { unlistedRows } from '../ps315/unlisted.ts';
import { unlistedDescriptors } from '../ps315/unlistedRules.ts';
import type { Verdict } from '../ps315/verdict.ts';
import { type CompileResult, positionAt, type RuleSource } from '../source.ts';
import type { Settings } from './fields.ts';
import { readSettings, type SettingsFile } from './settings.ts';

/**
 * Compiles the parameter fields of MeVisLab's DicomDeidentify (docs/dialects/mevislab.md): the Basic Profile of the current PS3.15 with the
 * options that the fields ask for, the patient as they say, and every text that an option retains held for a person to look at.
 */
export function compileMevislab(given: RuleSource): CompileResult {
  const source = { ...given, text: withoutByteOrderMark(given.text) };
  const problems = problemsIn('mevislab', source.text);
  const file = readSettings(source.text, problems);
  const plan = file === undefined ? null : planOf(file, source, problems);
  return { plan, problems: problems.all() };
}

function planOf(file: SettingsFile, source: RuleSource, problems: Problems): RulePlan | null {
  const { settings } = file;
  const options = optionsOf(settings, file.safePrivate.length > 0);
  const own = [...patientRules(file, source), ...institutionRule(file, source)];
  const ruled = new Set(own.map(({ selector }) => canonicalJson(selector)));
  const profile = { ...DEFAULT_PROFILE_SETTINGS, options, safePrivateTable: false };
  const kept = keptPrivate(file, profile, source);
  const unhandled = unhandledSelectors(profile);
  const rules = [
    ...own,
    ...profileRules(profile, kept)
      .filter(({ selector }) => !ruled.has(canonicalJson(selector)))
      .map((rule) => (unhandled.has(canonicalJson(rule.selector)) ? { ...rule, action: REVIEW } : rule)),
  ];
  const doubtfulText = unhandled.size > 0 ? 'hold' : 'release';
  const { stamps, claims, byRule } = judge(
    { ...PLAN_DEFAULTS, rules, doubtfulText, declaredSafe: new Set(kept) },
    profile,
  );
  reportWeakenings(byRule, rules, file, problems);
  const written = file.written('pixels');
  const pixels =
    written === undefined || written.text === ''
      ? undefined
      : pixelsBeside(written.text, written.offsetAt, source, problems);
  const named = file.written('reviewed');
  const reviewed =
    named === undefined || named.text === ''
      ? []
      : (reviewedBeside(named.text, named.offsetAt(0), source, problems) ?? []);
  if (problems.hasErrors()) return null;
  const creators: PrivateCreators = {
    wrongLevel: settings.allowPrivateCreatorOnWrongLevel ? 'enclosing' : 'none',
    elements: 'follow',
  };
  return sealPlan({
    ...PLAN_DEFAULTS,
    name: source.name,
    dialect: 'mevislab',
    rules,
    planes: 'whole',
    screening: {
      ...screeningBeside(pixels),
      alreadyDeidentified: settings.passThroughAlreadyDeidentified ? 'pass-through' : 'process',
    },
    ...(pixels === undefined ? {} : { pixels }),
    ...(reviewed.length === 0 ? {} : { reviewed }),
    ...(kept.length > 0 ? { privateCreators: creators } : {}),
    stamps,
    claims,
    doubtfulText,
  });
}

/** Said where the field stands that asks for it; of a field at its default, at the start. */
function reportWeakenings(
  byRule: Verdict['byRule'],
  rules: readonly Rule[],
  file: SettingsFile,
  problems: Problems,
): void {
  const texts = weakeningTexts(byRule, (rule) =>
    rule !== null && rules[rule]?.selector.kind === 'tag' ? 'patientIdentityHandling' : 'safePrivateTags',
  );
  for (const field of ['patientIdentityHandling', 'safePrivateTags'] as const) {
    const what = texts.get(field);
    if (what !== undefined)
      problems.warning('WEAKENS_PROFILE', file.offsetOf(field) ?? 0, WEAKENED.message(what), WEAKENED.hint);
  }
}

const KEEP: SimpleAction = { kind: 'keep' };
const REVIEW: Action = { kind: 'review' };
/** The options whose texts MeVisLab leaves unhandled. */
const UNHANDLED_BY: ReadonlySet<string> = new Set<OptionColumn>([
  'cleanDescriptors',
  'retainPatientCharacteristics',
]);

/**
 * The text that these options would clean: it stays as it is, and nothing leaves before somebody has looked at it. A sequence is cleaned, as
 * text in its items has no row that could be listed.
 */
function unhandledSelectors(settings: ProfileSettings): ReadonlySet<string> {
  const rows = [...profileRows(), ...unlistedRows()].filter((row) => {
    const { action, by } = settleRow(row, settings);
    return action.kind === 'clean-text' && UNHANDLED_BY.has(by) && vrOf(row) !== 'SQ';
  });
  const descriptors = unlistedDescriptors(settings);
  return new Set(
    [...rows.map(selectorOf), ...descriptors.map(({ selector }) => selector)].map(canonicalJson),
  );
}

function optionsOf(settings: Settings, retainsPrivate: boolean): ReadonlySet<OptionColumn> {
  const temporal = settings.retainLongitudinalTemporalInformation;
  const asked: readonly (readonly [OptionColumn, boolean])[] = [
    ['retainSafePrivate', retainsPrivate],
    ['retainUids', settings.retainUIDs],
    ['retainDeviceIdentity', settings.retainDeviceIdentity],
    ['retainInstitutionIdentity', settings.retainInstitutionIdentity],
    ['retainPatientCharacteristics', settings.retainPatientCharacteristics],
    ['retainLongitudinalFullDates', temporal === 'FULL'],
    ['retainLongitudinalModifiedDates', temporal === 'MODIFIED'],
    ['cleanDescriptors', settings.cleanDescriptors],
  ];
  return new Set(asked.flatMap(([column, isAsked]) => (isAsked ? [column] : [])));
}

const PATIENT_NAME = asTag(0x00100010);
const PATIENT_ID = asTag(0x00100020);
const PATIENT_BIRTH_DATE = asTag(0x00100030);
const INSTITUTION_NAME = asTag(0x00080080);

function patientRules(file: SettingsFile, source: RuleSource): readonly Rule[] {
  const { patientIdentityHandling: handling, salt, retainSexInGeneratedName: keepSex } = file.settings;
  const actions: Readonly<Record<typeof handling, readonly (readonly [Tag, Action])[]>> = {
    PI_CLEAR: [
      [PATIENT_NAME, { kind: 'empty' }],
      [PATIENT_BIRTH_DATE, { kind: 'empty' }],
      [PATIENT_ID, { kind: 'empty' }],
    ],
    PI_USER_DEFINED: [
      [PATIENT_NAME, valueOrEmpty(file.settings.patientsName)],
      [PATIENT_BIRTH_DATE, valueOrEmpty(file.settings.patientsBirthDate)],
      [PATIENT_ID, valueOrEmpty(file.settings.patientId)],
    ],
    PI_AUTO_GENERATE: [
      [PATIENT_NAME, { kind: 'fantasy', part: 'name', salt, keepSex }],
      [PATIENT_BIRTH_DATE, { kind: 'fantasy', part: 'birth-date', salt, keepSex }],
      [PATIENT_ID, { kind: 'remove' }],
    ],
    PI_PSEUDONYM: [],
  };
  return actions[handling].map(([tag, action]) =>
    ruleFor(tag, action, handling, file.offsetOf('patientIdentityHandling'), source),
  );
}

function institutionRule(file: SettingsFile, source: RuleSource): readonly Rule[] {
  const { institutionName, retainInstitutionIdentity } = file.settings;
  if (retainInstitutionIdentity) return [];
  const offset = file.offsetOf('institutionName');
  return [ruleFor(INSTITUTION_NAME, valueOrEmpty(institutionName), 'institutionName', offset, source)];
}

function valueOrEmpty(value: string): Action {
  return value === '' ? { kind: 'empty' } : { kind: 'set', values: [value] };
}

/** `offset` is null where the file leaves the field at its default. */
function ruleFor(tag: Tag, action: Action, by: string, offset: number | null, source: RuleSource): Rule {
  const place = offset === null ? { line: null, column: null } : positionAt(source, offset);
  return {
    selector: { kind: 'tag', tag },
    action,
    origin: { source: source.name, ...place, reason: `${lookupTag(tag)?.name}: ${by}` },
  };
}

/** They stay as they are. Where dates move theirs do, too: one that stayed would tell by how much. */
function keptPrivate(
  { safePrivate }: SettingsFile,
  { options, shift }: ProfileSettings,
  source: RuleSource,
): readonly Rule[] {
  const action: Action = options.has('retainLongitudinalModifiedDates')
    ? { kind: 'by-vr', dates: shift, uids: KEEP, names: KEEP, texts: KEEP, ages: KEEP, others: KEEP }
    : KEEP;
  return safePrivate.map(({ group, creator, element, offset }) => ({
    selector: { kind: 'private', group, creator, element },
    action,
    origin: { source: source.name, ...positionAt(source, offset), reason: 'safePrivateTags' },
  }));
}
