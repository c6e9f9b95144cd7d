import { type ParseError, parseTree } from 'jsonc-parser';
import { type Compiled, compileRules, RULE_DIALECTS, type RuleDialect } from './compile.ts';
import { object } from './lethe/object.ts';
import { type Reporter, reporterFor } from './lethe/reporter.ts';
import { list, type Reading, type Shape, text, word } from './lethe/shape.ts';
import type { RulePlan } from './plan.ts';
import { withoutByteOrderMark } from './problems.ts';
import { basicProfilePlan } from './ps315/basicProfile.ts';
import type { RuleProblem, RuleSource } from './source.ts';

/** A route as `lethe.routes.json` says it, and its rules, compiled. */
export interface CompiledRoute {
  readonly prefix: string;
  readonly keyScope: string;
  readonly cleanPrefix: string;
  readonly plan: RulePlan;
  /** Text of each file that `lookup` rules name, by its SHA-256. */
  readonly tables: ReadonlyMap<string, string>;
}

/** What is wrong with one of the files, with that file. */
export interface FileProblems {
  readonly source: RuleSource;
  readonly problems: readonly RuleProblem[];
}

/** All routes, or every error of the routes file and of every rule file that it names. */
export interface CompiledRoutes {
  readonly routes: readonly CompiledRoute[] | null;
  readonly problems: readonly FileProblems[];
}

interface RouteEntry {
  readonly prefix: string;
  readonly rules: string;
  readonly dialect?: RuleDialect;
  readonly keyScope: string;
  readonly cleanPrefix: string;
}

/** Stands for a rule file: the PS3.15 Basic Profile without options. */
export const BASIC = 'basic';

type Folder = Shape<string, Reading>;

/** `''`, or parts that end with `/` and lead nowhere up: it goes before object keys and below an output folder. */
const FOLDER: Folder = {
  read: (node, context) => {
    const value = text().read(node, context);
    if (value === undefined || value === '' || /^(?:(?!\.{1,2}\/)[^/\\\0]+\/)+$/.test(value)) return value;
    context.report.error(
      'PREFIX_MALFORMED',
      node,
      'This is no prefix of object keys',
      'Write parts that each end with "/", as in "site-a/ct/".',
    );
    return undefined;
  },
  write: (value) => value,
  schema: { type: 'string' },
};

const DIALECT_WORDS = Object.fromEntries(RULE_DIALECTS.map((dialect) => [dialect, dialect])) as Record<
  RuleDialect,
  string
>;

const FILE: Shape<{ readonly routes: readonly RouteEntry[] }, Reading> = object({
  routes: {
    absent: 'error',
    doc: 'One for each project. An object goes the route with the longest prefix of its key.',
    shape: list(
      object<RouteEntry, Reading>({
        prefix: { shape: FOLDER, absent: 'error', doc: 'Of the keys in the ingest bucket.' },
        rules: {
          shape: text('the name of a rule file'),
          absent: 'error',
          doc: 'The rule file, from the folder of this file; "basic" for the Basic Profile.',
        },
        dialect: {
          shape: word(DIALECT_WORDS),
          absent: 'nothing',
          doc: 'Where it is not recognised by its content.',
        },
        keyScope: {
          shape: text('a name'),
          absent: { is: '' },
          doc: 'Projects with different ones give the same patient unlinkable identities.',
        },
        cleanPrefix: { shape: FOLDER, absent: { is: '' }, doc: 'Goes before the clean keys.' },
      }),
    ),
  },
});

/** Compiles a routes file; `ruleFile` gives the rule file of a name in it, or throws if there is none. */
export function compileRoutes(source: RuleSource, ruleFile: (name: string) => RuleSource): CompiledRoutes {
  const plain = withoutByteOrderMark(source.text);
  const report = reporterFor(plain);
  const entries = readEntries(plain, report);
  const rules = new Map<string, Compiled | null>();
  const problems: FileProblems[] = [];
  for (const { rules: name, dialect } of entries) {
    if (rules.has(name)) continue;
    if (name === BASIC) {
      rules.set(name, { plan: basicProfilePlan(), problems: [], dialect: null });
      continue;
    }
    const file = fileNamed(name, ruleFile);
    const compiled = file === null ? null : compileRules(file, dialect);
    rules.set(name, compiled);
    if (file !== null && compiled !== null) problems.push({ source: file, problems: compiled.problems });
    else report.syntaxError(offsetOf(plain, name), `there is no rule file ${JSON.stringify(name)}`);
  }
  problems.unshift({ source, problems: report.all() });
  const routes = entries.flatMap(({ prefix, keyScope, cleanPrefix, rules: name }): CompiledRoute[] => {
    const compiled = rules.get(name);
    if (compiled == null || compiled.plan === null) return [];
    // The same words in two projects must not make their patients one: the route's scope goes before the rule file's.
    const scope = keyScope === '' ? (compiled.plan.keyScope ?? '') : keyScope;
    return [
      { prefix, keyScope: scope, cleanPrefix, plan: compiled.plan, tables: compiled.tables ?? new Map() },
    ];
  });
  const isWhole = !report.hasErrors() && entries.length > 0 && routes.length === entries.length;
  return { routes: isWhole ? routes : null, problems };
}

function readEntries(plain: string, report: Reporter): readonly RouteEntry[] {
  const errors: ParseError[] = [];
  const root = parseTree(plain, errors, { allowTrailingComma: true });
  for (const { offset } of errors) report.syntaxError(offset, 'the JSON is broken here');
  if (root === undefined || errors.length > 0) return [];
  const entries = FILE.read(root, { report })?.routes ?? [];
  if (entries.length === 0 && !report.hasErrors())
    report.error('NO_ROUTES', root, 'There is no route', 'Add one: without it every object is quarantined.');
  const seen = new Set<string>();
  for (const { prefix } of entries) {
    if (seen.has(prefix))
      report.error(
        'DUPLICATE_PREFIX',
        root,
        `Two routes have the prefix ${JSON.stringify(prefix)}`,
        'Leave one of them.',
      );
    seen.add(prefix);
  }
  return entries;
}

function fileNamed(name: string, ruleFile: (name: string) => RuleSource): RuleSource | null {
  try {
    return ruleFile(name);
  } catch {
    return null;
  }
}

function offsetOf(plain: string, name: string): number {
  return Math.max(0, plain.indexOf(JSON.stringify(name)));
}
