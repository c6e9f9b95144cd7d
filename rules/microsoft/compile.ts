import type { Node } from 'jsonc-parser';
import { formatTag } from '../../layers/dicom/tag.ts';
import { changesNothing, NOTHING_CHANGES } from '../changes.ts';
import { overProfile, WEAKENED } from '../overProfile.ts';
import { type Rule, type RulePlan, sealPlan } from '../plan.ts';
import { knownWords, type Problems, problemsIn, withoutByteOrderMark } from '../problems.ts';
import { DEFAULT_HOUSEKEEPING, PLAN_DEFAULTS } from '../ps315/basicProfile.ts';
import type { CompileResult, RuleSource } from '../source.ts';
import { type KnownBug, readCompat } from './compat.ts';
import { Covering } from './covering.ts';
import { type Member, membersOf, readTree } from './json.ts';
import { METHOD_NAMES, methodNamed, SETTING_NAMES } from './methods.ts';
import { readProfile } from './profile.ts';
import { type FileContext, readRule } from './rules.ts';
import { readSection, reportKeys, type Settings, settingsIn } from './settings.ts';

/** What the caller may add to what the file says; at a desk these are flags of the command. */
export interface CompileOptions {
  /** Known bugs of the tool that are wanted for parity, besides those that the file names. */
  readonly compat?: readonly KnownBug[];
  /** `--validateInput` and `--validateOutput` of the tool. */
  readonly validate?: RulePlan['validate'];
}

/**
 * Compiles a configuration of Microsoft's DICOM Anonymization Tool (docs/dialects/microsoft.md): a plan, or every error. What no rule is
 * about stays, private attributes too, as there, unless the file asks for the Basic Profile beneath its rules.
 */
export function compileMicrosoft(given: RuleSource, options: CompileOptions = {}): CompileResult {
  const source = { ...given, text: withoutByteOrderMark(given.text) };
  const problems = problemsIn('microsoft', source.text);
  const root = readTree(source.text, problems);
  const plan = root === undefined ? undefined : compileTree(root, source, options, problems);
  return plan === undefined || problems.hasErrors()
    ? { plan: null, problems: problems.all() }
    : { plan, problems: problems.all() };
}

/** Keys of the file, which its reader takes in any case, and Lethe's own. */
const FILE_KEYS = [
  'rules',
  'defaultSettings',
  'customSettings',
  'compat',
  'profile',
  'options',
  '$schema',
] as const;

function compileTree(
  root: Node,
  source: RuleSource,
  { compat = [], validate = PLAN_DEFAULTS.validate }: CompileOptions,
  problems: Problems,
): RulePlan {
  const members = new Map(membersOf(root, problems).map((member) => [member.name.toLowerCase(), member]));
  for (const member of members.values()) reportUnknownKey(member, problems);
  const bugs = new Set([...compat, ...readCompat(members.get('compat')?.value, problems)]);
  const defaults = readSection(members.get('defaultsettings'), problems);
  reportUnknownMethods(defaults, problems);
  const context: FileContext = {
    source,
    problems,
    bugs,
    defaults: settingsOfSection(defaults, source, problems, (name) => name.toLowerCase()),
    customs: settingsOfSection(
      readSection(members.get('customsettings'), problems),
      source,
      problems,
      (name) => name,
    ),
  };
  const options = readProfile(members, problems);
  const nodes = ruleNodes(members.get('rules'), root, problems);
  const rules: Rule[] = [];
  const earlier = new Covering();
  const places: Node[] = [];
  for (const node of nodes) {
    const rule = readRule(node, context);
    if (rule === undefined) continue;
    reportShadowed(rule, earlier.covering(rule.selector), node, problems);
    earlier.add(rule);
    rules.push(rule);
    places.push(node);
  }
  const whole = (members.get('rules')?.value ?? root).offset;
  if (rules.length === 0 && options === null && !problems.hasErrors())
    problems.error(
      'MS_NO_RULES',
      whole,
      'There is no rule: everything would stay as it is',
      'Write rules; or "profile": "basic" for the PS3.15 Basic Profile.',
    );
  const parts =
    options === null
      ? rulesAlone(rules)
      : overProfile(rules, options, (position, what) =>
          reportWeakening(what, places[position] as Node, problems),
        );
  if (changesNothing(parts) && !problems.hasErrors())
    problems.error('MS_NOTHING_CHANGES', whole, NOTHING_CHANGES.message, NOTHING_CHANGES.hint);
  return sealPlan({
    ...PLAN_DEFAULTS,
    name: source.name,
    dialect: 'microsoft',
    ...parts,
    housekeeping: {
      ...DEFAULT_HOUSEKEEPING,
      fileMeta: bugs.has('staleFileMeta') ? 'keep' : DEFAULT_HOUSEKEEPING.fileMeta,
    },
    validate,
  });
}

/** What these rules do not name, its author chose to leave: a value that stands there, too, is not a defect of theirs. */
function rulesAlone(rules: readonly Rule[]): Pick<RulePlan, 'rules' | 'otherwise' | 'searchResidue'> {
  return {
    rules,
    otherwise: { public: { kind: 'keep' }, private: { kind: 'keep' } },
    searchResidue: false,
  };
}

function reportWeakening(what: string, { offset }: Node, problems: Problems): void {
  problems.warning('MS_WEAKENS_PROFILE', offset, WEAKENED.message(what), WEAKENED.hint);
}

function reportUnknownKey({ name, nameNode }: Member, problems: Problems): void {
  if (FILE_KEYS.some((key) => key.toLowerCase() === name.toLowerCase())) return;
  problems.warning(
    'MS_UNKNOWN_KEY',
    nameNode.offset,
    `"${name}" is not a key of a configuration, and is ignored`,
    knownWords(name, FILE_KEYS),
  );
}

/** Default settings under a name that no method has are never used. */
function reportUnknownMethods(defaults: ReadonlyMap<string, Member>, problems: Problems): void {
  for (const { name, nameNode } of defaults.values()) {
    if (methodNamed(name) !== undefined) continue;
    problems.warning(
      'MS_UNKNOWN_KEY',
      nameNode.offset,
      `"${name}" is not a method, so its default settings are never used`,
      knownWords(name, METHOD_NAMES),
    );
  }
}

function settingsOfSection(
  section: ReadonlyMap<string, Member>,
  source: RuleSource,
  problems: Problems,
  keyOf: (name: string) => string,
): Map<string, Settings> {
  const found = new Map<string, Settings>();
  for (const { name, value } of section.values()) {
    const settings = settingsIn(value, problems);
    if (settings === null) {
      problems.error(
        'MS_1006',
        value.offset,
        `Failed to parse rule setting: "${name}" is not an object`,
        `Write "${name}": { "name": value }.`,
      );
      continue;
    }
    reportKeys(settings, source.place, problems);
    for (const [key, setting] of settings) reportUnknownSetting(key, setting, problems);
    found.set(keyOf(name), settings);
  }
  return found;
}

function reportUnknownSetting(key: string, { name, nameNode }: Member, problems: Problems): void {
  if (SETTING_NAMES.some((known) => known.toLowerCase() === key)) return;
  problems.warning(
    'MS_UNUSED_SETTING',
    nameNode.offset,
    `"${name}" is not a setting of any method, and is ignored`,
    knownWords(name, SETTING_NAMES),
  );
}

function ruleNodes(rules: Member | undefined, root: Node, problems: Problems): readonly Node[] {
  if (rules?.value.type === 'array') return rules.value.children ?? [];
  problems.error(
    'MS_1001',
    (rules?.value ?? root).offset,
    `Failed to parse configuration file: "rules" is ${rules === undefined ? 'missing' : 'no list'}`,
    'Write "rules": [ { "tag": "...", "method": "..." } ].',
  );
  return [];
}

/** Says of a rule that an earlier one is about all it is about. */
function reportShadowed(rule: Rule, first: Rule | undefined, at: Node, problems: Problems): void {
  if (first === undefined) return;
  const what = rule.selector.kind === 'tag' ? formatTag(rule.selector.tag) : 'these elements';
  problems.warning(
    'MS_NEVER_APPLIES',
    at.offset,
    `The rule never applies: the one in line ${first.origin.line} is about ${what} already`,
    'The first rule wins: remove one of the two, or put this one before.',
  );
}
