import { createHash } from 'node:crypto';
import { findNodeAtLocation, type Node } from 'jsonc-parser';
import { type Compiled, RULE_DIALECTS, type RuleDialect, textProblems } from './dialects.ts';
import { object } from './lethe/object.ts';
import { type Reporter, reporterFor } from './lethe/reporter.ts';
import { list, type Reading, type Shape, text, word } from './lethe/shape.ts';
import { LETHE, treeOf } from './lethe/tree.ts';
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
  /** The files that it comes from, as they are named, with the SHA-256 of their texts; null: the rules are built in. */
  readonly files?: {
    readonly rules: { readonly name: string; readonly digest: string | null; readonly dialect?: RuleDialect };
    readonly routes: { readonly name: string; readonly digest: string };
  };
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

interface RoutesFile {
  readonly lethe?: string;
  readonly routes: readonly RouteEntry[];
}

/** Stands for a rule file: the PS3.15 Basic Profile without options. */
export const BASIC = 'basic';

type Folder = Shape<string, Reading>;

/** Whether a text is `''`, or parts that end with `/` and lead nowhere up. Not a pattern: V8 keeps each turn of a repeated group on a stack that a long text fills. */
export function isKeyPrefix(value: string): boolean {
  if (value === '') return true;
  const parts = value.split('/');
  return parts.pop() === '' && parts.every((part) => !/^\.{0,2}$|[\\\0]/.test(part));
}

/** It goes before object keys and below an output folder. */
const FOLDER: Folder = {
  read: (node, context) => {
    const value = text().read(node, context);
    if (value === undefined || isKeyPrefix(value)) return value;
    context.report.error(
      'PREFIX_MALFORMED',
      node,
      'This is not a prefix of object keys',
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

const FILE: Shape<RoutesFile, Reading> = object<RoutesFile, Reading>({
  lethe: LETHE,
  routes: {
    absent: 'error',
    doc: 'One for each project. An object takes the route with the longest prefix that matches its key.',
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

/** Compiles a routes file; `ruleFile` gives the rule file of a name in it, or throws if there is none; `compile` compiles that. */
export function compileRoutes(
  source: RuleSource,
  ruleFile: (name: string) => RuleSource,
  compile: (source: RuleSource, named?: RuleDialect) => Compiled,
): CompiledRoutes {
  const unreadable = textProblems(source.text, 'lethe');
  if (unreadable.length > 0) return { routes: null, problems: [{ source, problems: unreadable }] };
  const plain = withoutByteOrderMark(source.text);
  const report = reporterFor(plain);
  const root = treeOf(plain, report);
  const entries = root === undefined ? [] : readEntries(root, report);
  const compiled = new Map<string, Compiled | null>();
  const digests = new Map<string, string>();
  const problems: FileProblems[] = [];
  for (const { name, dialect, node } of root === undefined ? [] : namedFiles(root)) {
    const key = keyOf(name, dialect);
    if (!compiled.has(key)) {
      const file = name === BASIC ? null : fileNamed(name, ruleFile);
      const result = file === null ? null : compile(file, dialect);
      if (file !== null) digests.set(name, digestOf(file.text));
      const basic = (): Compiled => ({ plan: basicProfilePlan(), problems: [], dialect: null });
      compiled.set(key, name === BASIC ? basic() : result);
      if (file !== null && result !== null) problems.push({ source: file, problems: result.problems });
    }
    if (compiled.get(key) === null)
      report.error(
        'NO_RULE_FILE',
        node,
        `There is no rule file ${JSON.stringify(name)}`,
        `Put it beside the routes file, or write "${BASIC}" for the Basic Profile.`,
      );
  }
  problems.unshift({ source, problems: report.all() });
  if (report.hasErrors() || [...compiled.values()].some((each) => each?.plan == null))
    return { routes: null, problems };
  const routes = { name: source.name, digest: digestOf(source.text) };
  return {
    routes: entries.map((entry) => {
      const { rules: name, dialect } = entry;
      const digest = digests.get(name) ?? null;
      const rules = { name, digest, ...(dialect === undefined ? {} : { dialect }) };
      return { ...routeOf(entry, compiled), files: { rules, routes } };
    }),
    problems,
  };
}

function digestOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function routeOf(
  { prefix, rules, dialect, keyScope, cleanPrefix }: RouteEntry,
  compiled: ReadonlyMap<string, Compiled | null>,
): CompiledRoute {
  // Every file that an entry names was compiled, without errors.
  const { plan, tables } = compiled.get(keyOf(rules, dialect)) as Compiled & { readonly plan: RulePlan };
  // The same words in two projects must not make their patients one: the route's scope goes before the rule file's.
  const scope = keyScope === '' ? (plan.keyScope ?? '') : keyScope;
  return { prefix, keyScope: scope, cleanPrefix, plan, tables: tables ?? new Map() };
}

/** One file may be read in two dialects. */
function keyOf(name: string, dialect: RuleDialect | undefined): string {
  return `${dialect ?? ''} ${name}`;
}

/** The rule files that routes name, also of routes with errors. */
function namedFiles(
  root: Node,
): readonly { readonly name: string; readonly dialect: RuleDialect | undefined; readonly node: Node }[] {
  const routes = findNodeAtLocation(root, ['routes'])?.children ?? [];
  return routes.flatMap((route) => {
    const node = route.type === 'object' ? findNodeAtLocation(route, ['rules']) : undefined;
    if (node?.type !== 'string' || node.value === '') return [];
    const word = route.type === 'object' ? findNodeAtLocation(route, ['dialect'])?.value : undefined;
    return [{ name: node.value, dialect: RULE_DIALECTS.find((dialect) => dialect === word), node }];
  });
}

function readEntries(root: Node, report: Reporter): readonly RouteEntry[] {
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
