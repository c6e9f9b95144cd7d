import type { Node } from 'jsonc-parser';
import type { Claim } from '../claims.ts';
import type { PixelPolicy } from '../pixelPolicy.ts';
import {
  type PrivateCreators,
  type Rule,
  type RulePlan,
  type Screening,
  type Stamps,
  sealPlan,
} from '../plan.ts';
import { withoutByteOrderMark } from '../problems.ts';
import { claimsGiven, type Judgement, judge } from '../ps315/claims.ts';
import { conceptRules } from '../ps315/conceptRules.ts';
import { methodCodeOf } from '../ps315/methodCodes.ts';
import { CLEAN_PIXEL_DATA, DEFAULT_PROFILE_SETTINGS, type ProfileSettings } from '../ps315/options.ts';
import { profileRules } from '../ps315/profileRules.ts';
import { OPTION_COLUMNS, type OptionColumn } from '../ps315/table.ts';
import type { Judged } from '../ps315/verdict.ts';
import type { CompileResult, RuleSource } from '../source.ts';
import { tciaRules } from '../tcia/tciaRules.ts';
import type { TextPolicy } from '../textPolicy.ts';
import { checkAdded, checkAddsElsewhere, checkSets } from './added.ts';
import { checkChanges, checkOptions, checkRules, checkUse, checkWeakenings } from './checks.ts';
import type { Context, Defaults } from './context.ts';
import { FILE, type FileKeys, type FileOption } from './file.ts';
import { type Field, membersOf } from './object.ts';
import { DEFAULT_PIXELS, type FilePixels, pixelPolicy } from './pixels.ts';
import { NO_PRIVATE_ATTRIBUTES, type PrivateAttributes } from './privateAttributes.ts';
import { type FileRule, iconRule, identityRules, readRules, safeRules, selectorKey } from './readRules.ts';
import { type Reporter, reporterFor } from './reporter.ts';
import type { FileStamps } from './surroundings.ts';
import { treeOf } from './tree.ts';

type Settings = Omit<FileKeys, 'rules'>;
type Members = ReadonlyMap<string, Node>;

/** Compiles a Lethe rule file (docs/rules.md): a plan, or every error. */
export function compileLethe(given: RuleSource): CompileResult {
  const source = { ...given, text: withoutByteOrderMark(given.text) };
  const reporter = reporterFor(source.text);
  const tables = new Map<string, string>();
  const root = treeOf(source.text, reporter);
  const plan = root === undefined ? undefined : compileTree(root, source, reporter, tables);
  const problems = reporter.all();
  return plan === undefined ? { plan: null, problems } : { plan, problems, tables };
}

function compileTree(
  root: Node,
  source: RuleSource,
  report: Reporter,
  tables: Map<string, string>,
): RulePlan | undefined {
  const members = membersOf(root, [...Object.keys(FILE), 'rules'], report);
  if (members === undefined) return undefined;
  // Options and dates first: what other keys leave out goes by them.
  const early: Context = { report, source, tables, defaults: defaultsOf(DEFAULT_PROFILE_SETTINGS) };
  const settings = profileSettings(members, early);
  const context: Context = { ...early, defaults: defaultsOf(settings) };
  const file = readRest(members, context);
  const isBasic = read(members, 'profile', quiet(context)) !== 'none';

  const identities = file.identities ?? {};
  const kept = file.privateAttributes ?? NO_PRIVATE_ATTRIBUTES;
  const own = [
    ...readRules(members.get('rules'), context),
    ...identityRules(identities, members.get('identities'), source),
  ];
  const safe = safeRules(kept.keep, settings, source);
  const known = kept.dispositions === 'tcia' ? tciaRules(settings) : [];
  checkOptions(members, settings, isBasic, report);
  checkRules(own, safe, source, report);
  checkUse(members, own, settings, isBasic, report);
  checkSets([...own, ...safe], report);
  if (file.otherwise !== undefined) checkAddsElsewhere(file.otherwise, members.get('otherwise'), report);
  if (report.hasErrors()) return undefined;

  const creators = creatorsOf(kept, isBasic && settings.options.has('retainSafePrivate'));
  const safePlain = [...safe.map(({ rule }) => rule), ...known];
  const {
    $schema: _schema,
    options: _options,
    dates: _dates,
    ...whole
  } = file as Omit<Settings, '$schema'> & Pick<FileKeys, '$schema'>;
  const isPixelOption = cleansPixels(members, context);
  const options = members.get('options');
  const icons = isPixelOption && options !== undefined ? [iconRule(options, source).rule] : [];
  const rules = [
    ...own.map(({ rule }) => rule),
    ...withoutRuled(isBasic ? profileRules(settings, safePlain) : [...icons, ...safePlain], ruledBy(own)),
  ];
  const pixels = pixelsOf(whole.pixels, isPixelOption);
  // Where text is removed there are no doubts.
  const doubts: TextPolicy = whole.freeText === 'remove' ? { doubtfulText: 'release' } : whole.freeText;
  const given = members.has('stamps') ? whole.stamps : isBasic ? 'by-rules' : null;
  const judged: Judged = {
    rules,
    otherwise: whole.otherwise,
    ...doubts,
    tables,
    declaredSafe: new Set(safePlain),
  };
  const judgement = given === null ? null : judge(judged, isBasic ? settings : settingsSaid(given));
  checkChanges(judged, members, root, isBasic, report);
  checkAdded(own, rules, given !== null, report);
  // Stamps of the file's own say what they want.
  if (given === 'by-rules')
    checkWeakenings((judgement as Judgement).byRule, [...own, ...safe], rules, members, root, report);
  if (report.hasErrors()) return undefined;
  return sealPlan({
    name: whole.name,
    dialect: 'lethe',
    ...(whole.lethe === undefined ? {} : { writtenFor: whole.lethe }),
    rules,
    otherwise: whole.otherwise,
    ...((members.has('planes') ? whole.planes === 'whole' : isBasic) ? { planes: 'whole' } : {}),
    screening: screeningOf(whole.screening, members.get('screening'), pixels),
    ...(pixels === undefined ? {} : { pixels }),
    ...(creators === undefined ? {} : { privateCreators: creators }),
    ...(judgement === null || given === null
      ? { stamps: null }
      : withPixelClaim(stampsBy(given, judgement, rules), isPixelOption)),
    housekeeping: whole.housekeeping,
    searchResidue: whole.searchResidue,
    ...doubts,
    reidentification: whole.reidentification,
    encryptedAttributesFor: whole.encryptedAttributes,
    validate: whole.validate,
    ...(settings.capAgeYears === null ? {} : { capAgeYears: settings.capAgeYears }),
    ...(whole.reviewed.length === 0 ? {} : { reviewed: whole.reviewed }),
    ...(whole.review.people === 1 ? {} : { review: whole.review }),
    ...(identities.project === undefined ? {} : { keyScope: identities.project }),
  });
}

/** The option by itself is the policy with its defaults. */
function pixelsOf(given: FilePixels | null, isOption: boolean): PixelPolicy | undefined {
  return given === null && !isOption ? undefined : pixelPolicy(given ?? DEFAULT_PIXELS, isOption);
}

/** Where text is looked for, an instance that says it has some is looked at, unless the file says otherwise. */
function screeningOf(
  screening: Screening,
  node: Node | undefined,
  pixels: PixelPolicy | undefined,
): Screening {
  const isSaid =
    node?.children?.some(({ children }) => children?.[0]?.value === 'burnedInAnnotation') === true;
  if (isSaid || pixels === undefined || pixels.text === 'ignore') return screening;
  return { ...screening, burnedInAnnotation: 'accept' };
}

/** Its code is written into instances whose frames were seen to, and not into others. */
function withPixelClaim(
  { stamps, claims }: Pick<RulePlan, 'stamps' | 'claims'>,
  isOption: boolean,
): Pick<RulePlan, 'stamps' | 'claims'> {
  if (claims === undefined || !isOption) return { stamps, ...(claims === undefined ? {} : { claims }) };
  const claim: Claim = {
    ...methodCodeOf(CLEAN_PIXEL_DATA),
    isWritten: true,
    why: 'cleanPixelData is asked for: of instances whose frames were seen to',
  };
  const others = claims.codes.filter(({ value }) => value !== claim.value);
  const place = others.findIndex(({ scheme, value }) => scheme === claim.scheme && value > claim.value);
  const codes = others.toSpliced(place < 0 ? others.length : place, 0, claim);
  return { stamps, claims: { ...claims, codes } };
}

function cleansPixels(members: Members, context: Context): boolean {
  return read(members, 'options', quiet(context))?.includes(CLEAN_PIXEL_DATA) === true;
}

/** The options that stamps without a profile name: rules that say what options do are held against them. */
function settingsSaid(given: FileStamps | 'by-rules'): ProfileSettings {
  const values = given === 'by-rules' ? [] : given.methodCodes.map(({ value }) => value);
  const options = OPTION_COLUMNS.filter((column) => values.includes(methodCodeOf(column).value));
  return { ...DEFAULT_PROFILE_SETTINGS, options: new Set(options) };
}

/** What instances say: what the rules do, or what the file says, who the patient is by the rules where it does not say that. */
function stampsBy(
  given: FileStamps | 'by-rules',
  judgement: Judgement,
  rules: readonly Rule[],
): Pick<RulePlan, 'stamps' | 'claims'> {
  if (given === 'by-rules') return { stamps: judgement.stamps, claims: judgement.claims };
  const { identityRemoved = judgement.claims.identityRemoved.value, ...said } = given;
  const stamps: Stamps = { ...said, ...(identityRemoved === 'NO' ? { identityRemoved } : {}) };
  return { stamps, claims: claimsGiven(stamps, judgement, rules, '"stamps" of the rule file') };
}

/** Reads one key; what is not there is as its field says. Undefined: it is wrong, which was reported. */
function read<K extends keyof Settings>(members: Members, key: K, context: Context): Settings[K] | undefined {
  const field = FILE[key] as Field<Settings[K], Context>;
  const node = members.get(key);
  if (node !== undefined) return field.shape.read(node, context);
  if (typeof field.absent !== 'object') return undefined;
  return 'is' in field.absent ? field.absent.is : field.absent.from(context);
}

function readRest(members: Members, context: Context): Partial<Settings> {
  return Object.fromEntries(
    (Object.keys(FILE) as (keyof Settings)[])
      .filter((key) => key !== 'options' && key !== 'dates')
      .map((key) => [key, read(members, key, context)]),
  );
}

/** For what was read before, so that its problems are not said twice. */
function quiet(context: Context): Context {
  return { ...context, report: { error: () => {}, warning: () => {}, note: () => {} } };
}

function profileSettings(members: Members, context: Context): ProfileSettings {
  const dates = read(members, 'dates', context);
  const freeText = read(members, 'freeText', quiet(context));
  const uids = members.get('identities')?.children?.find(({ children }) => children?.[0]?.value === 'uids');
  return {
    options: new Set(columnsOf(read(members, 'options', context)) ?? knownOptions(members.get('options'))),
    shift: {
      ...DEFAULT_PROFILE_SETTINGS.shift,
      ...(dates === undefined
        ? {}
        : {
            by: dates.shift,
            whenInvalid: dates.whenInvalid,
            dropOlderThanYears: dates.dropOlderThanYears,
            timeOfDay: dates.timeOfDay,
            ...(dates.placeholders.length === 0 ? {} : { placeholders: dates.placeholders }),
          }),
    },
    capAgeYears: dates?.capAge ?? null,
    freeText: freeText === 'remove' ? 'remove' : 'clean',
    uids: uids?.children?.[1]?.value === 'random' ? 'random' : 'keyed',
    unlisted: read(members, 'unlisted', quiet(context)) ?? 'protect',
    safePrivateTable: read(members, 'privateAttributes', quiet(context))?.standardTable ?? true,
    references: read(members, 'references', quiet(context)) ?? 'as-table',
  };
}

function columnsOf(options: readonly FileOption[] | undefined): readonly OptionColumn[] | undefined {
  return options?.flatMap((option) => (option === CLEAN_PIXEL_DATA ? [] : option));
}

/** Those of a list that has others: what they say against each other is an error too. */
function knownOptions(node: Node | undefined): readonly OptionColumn[] {
  return OPTION_COLUMNS.filter((column) => node?.children?.some(({ value }) => value === column));
}

function defaultsOf(settings: ProfileSettings): Defaults {
  return {
    shift: settings.shift,
    uids: settings.uids,
    concepts: conceptRules(settings.options, settings.capAgeYears !== null),
    contentDates: settings.options.has('retainLongitudinalModifiedDates') ? settings.shift : null,
  };
}

function ruledBy(own: readonly FileRule[]): ReadonlySet<string> {
  return new Set(own.map(({ rule }) => selectorKey(rule.selector)));
}

/** Without rules whose very selector has a rule before them: they would never be reached. `ruled`: keys of selectors. */
export function withoutRuled(rules: readonly Rule[], ruled: ReadonlySet<string>): readonly Rule[] {
  return ruled.size === 0 ? rules : rules.filter(({ selector }) => !ruled.has(selectorKey(selector)));
}

function creatorsOf(kept: PrivateAttributes, retainsSafe: boolean): PrivateCreators | undefined {
  const { keep, dispositions, wrongLevel, creators } = kept;
  const retains = retainsSafe || keep.length > 0 || dispositions !== undefined;
  if (!retains && wrongLevel === undefined && creators === undefined) return undefined;
  return {
    wrongLevel: wrongLevel ?? 'none',
    elements: creators ?? (retains ? 'follow' : 'by-rule'),
  };
}
