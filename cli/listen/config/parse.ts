import { createHash } from 'node:crypto';
import { findNodeAtLocation, type JSONPath, type Node } from 'jsonc-parser';
import { type Compiled, RULE_DIALECTS, type RuleDialect, textProblems } from '../../../rules/dialects.ts';
import { reporterFor } from '../../../rules/lethe/reporter.ts';
import { treeOf } from '../../../rules/lethe/tree.ts';
import type { RulePlan } from '../../../rules/plan.ts';
import { withoutByteOrderMark } from '../../../rules/problems.ts';
import { basicProfilePlan } from '../../../rules/ps315/basicProfile.ts';
import { BASIC, type FileProblems } from '../../../rules/routes.ts';
import type { RuleSource } from '../../../rules/source.ts';
import { checkConfig } from './checks.ts';
import { FILE, type ListenConfig } from './file.ts';
import type { Context } from './shapes.ts';

/** Rules that a configuration names, compiled. */
export interface CompiledRules {
  readonly name: string;
  readonly dialect?: RuleDialect;
  /** SHA-256 of the file's text; null: they are built in. */
  readonly digest: string | null;
  readonly plan: RulePlan;
  /** Text of each file that `lookup` rules name, by its SHA-256. It holds originals: for memory alone. */
  readonly tables: ReadonlyMap<string, string>;
}

/** A configuration and the rules that it names, in its order; or every error of all files. */
export type ParsedListen = {
  readonly problems: readonly FileProblems[];
} & (
  | {
      readonly config: ListenConfig;
      /** Of each route; null: its rules live in the cloud. */
      readonly routes: readonly (CompiledRules | null)[];
      /** `toServer`: null where what the modality says goes on as it came. */
      readonly worklists: readonly {
        readonly toModality: CompiledRules;
        readonly toServer: CompiledRules | null;
      }[];
    }
  | { readonly config: null }
);

/** What the files of a configuration are read with. */
export interface ConfigFiles extends Omit<Context, 'report'> {
  /** The rule file that the configuration calls by a name; throws if it calls none so. */
  readonly ruleFile: (name: string) => RuleSource;
  readonly compile: (source: RuleSource, named?: RuleDialect) => Compiled;
}

interface RulesNamed {
  readonly rules: string;
  readonly dialect?: RuleDialect;
}

/** Reads a configuration and compiles the rules that it names. Opens no socket and writes nothing. */
export function parseListen(source: Pick<RuleSource, 'name' | 'text'>, files: ConfigFiles): ParsedListen {
  const file: RuleSource = { ...source, place: 'desk', readFile: files.readFile };
  const unreadable = textProblems(source.text, 'lethe');
  if (unreadable.length > 0) return { config: null, problems: [{ source: file, problems: unreadable }] };
  const plain = withoutByteOrderMark(source.text);
  const report = reporterFor(plain);
  const root = treeOf(plain, report);
  const shown = { ...file, text: withoutSecrets(source.text) };
  if (root === undefined) return { config: null, problems: [{ source: shown, problems: report.all() }] };
  const context: Context = { ...files, report };
  const config = FILE.read(root, context);
  if (config !== undefined) checkConfig(config, root, context);
  const named = rulesNamedIn(root);
  const rules = new Map<string, Read>();
  for (const each of named) if (!rules.has(keyOf(each))) rules.set(keyOf(each), compileNamed(each, files));
  for (const each of named)
    if (rules.get(keyOf(each))?.isThere === false)
      report.error(
        'NO_RULE_FILE',
        each.node,
        `There is no rule file ${JSON.stringify(each.rules)}`,
        `Put it beside this file, or write "${BASIC}" for the Basic Profile.`,
      );
  const read = [...rules.values()];
  const problems = [
    { source: shown, problems: report.all() },
    ...read.flatMap((each) => (each.problems === undefined ? [] : [each.problems])),
  ];
  if (config === undefined || report.hasErrors() || read.some(({ compiled }) => compiled === null))
    return { config: null, problems };
  // Every file that is named was compiled, without errors.
  const rulesOf = (each: RulesNamed) => (rules.get(keyOf(each)) as Read).compiled as CompiledRules;
  return {
    config,
    problems,
    routes: config.routes.map((route) =>
      route.rules === undefined ? null : rulesOf({ ...route, rules: route.rules }),
    ),
    worklists: config.worklists.map(({ toModality, toServer }) => ({
      toModality: rulesOf(toModality),
      toServer: toServer === undefined ? null : rulesOf(toServer),
    })),
  };
}

/** What came of a rule file. */
interface Read {
  readonly isThere: boolean;
  readonly compiled: CompiledRules | null;
  readonly problems?: FileProblems;
}

function compileNamed({ rules: name, dialect }: RulesNamed, { ruleFile, compile }: ConfigFiles): Read {
  const told = dialect === undefined ? { name } : { name, dialect };
  if (name === BASIC)
    return {
      isThere: true,
      compiled: { ...told, digest: null, plan: basicProfilePlan(), tables: new Map() },
    };
  let source: RuleSource;
  try {
    source = ruleFile(name);
  } catch {
    return { isThere: false, compiled: null };
  }
  const result = compile(source, dialect);
  const problems = { source, problems: result.problems };
  if (result.plan === null) return { isThere: true, compiled: null, problems };
  const digest = createHash('sha256').update(source.text, 'utf8').digest('hex');
  const { plan, tables = new Map() } = result;
  return { isThere: true, compiled: { ...told, digest, plan, tables }, problems };
}

/** One file may be read in two dialects. */
function keyOf({ rules, dialect }: RulesNamed): string {
  return `${dialect ?? ''} ${rules}`;
}

/** The rule files that a configuration names, also where the rest of it has errors. */
function rulesNamedIn(root: Node): readonly (RulesNamed & { readonly node: Node })[] {
  const childrenAt = (path: JSONPath): readonly Node[] => findNodeAtLocation(root, path)?.children ?? [];
  const worklists = childrenAt(['worklists']).flatMap(({ children }) => children?.[1] ?? []);
  const objects = [
    ...childrenAt(['routes']),
    ...worklists.flatMap((worklist) => [memberOf(worklist, 'toModality'), memberOf(worklist, 'toServer')]),
  ];
  return objects.flatMap((object) => {
    const node = memberOf(object, 'rules');
    if (node?.type !== 'string' || node.value === '') return [];
    const word: unknown = memberOf(object, 'dialect')?.value;
    const dialect = RULE_DIALECTS.find((each) => each === word);
    return [{ rules: node.value as string, node, ...(dialect === undefined ? {} : { dialect }) }];
  });
}

function memberOf(object: Node | undefined, key: string): Node | undefined {
  return object?.type === 'object' ? findNodeAtLocation(object, [key]) : undefined;
}

/** What follows a key that is named like a secret, up to the end of its line; keys are not longer. */
const LIKE_A_SECRET =
  /("[^"\n]{0,40}(?:token|authorization|secret|password|passphrase)[^"\n]{0,40}"[ \t]*:[ \t]*")([^"\n]*)/gi;

/** The text as errors show lines of it: what may be a secret is stars, so that every character stays where it is. */
function withoutSecrets(text: string): string {
  return text.replace(LIKE_A_SECRET, (_whole, key: string, value: string) => key + '*'.repeat(value.length));
}
