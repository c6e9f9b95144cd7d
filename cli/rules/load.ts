import { createHash } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import type { RulesOrigin } from '../../layers/engine/keptRun.ts';
import { readBounded } from '../../layers/local/boundedRead.ts';
import { compileRules, RULE_DIALECTS, type RuleDialect } from '../../rules/compile.ts';
import { type RulePlan, sealPlan } from '../../rules/plan.ts';
import { basicProfilePlan } from '../../rules/ps315/basicProfile.ts';
import { type CompiledRoute, compileRoutes, type FileProblems } from '../../rules/routes.ts';
import { formatProblem, type RuleProblem, type RuleSource } from '../../rules/source.ts';
import { UsageError } from '../exit.ts';
import { MOST_RULES_BYTES, MOST_TABLE_BYTES, readText } from '../readText.ts';

/** Stands for a file: the PS3.15 Basic Profile without options. */
export const BASIC = 'basic';
const NO_RULES = `Check the path, or write "${BASIC}".`;

/** Rules that may be applied. */
export interface LoadedRules {
  readonly plan: RulePlan;
  /** Text of each file that `lookup` rules name, by its SHA-256. */
  readonly tables: ReadonlyMap<string, string>;
  readonly warnings: readonly string[];
  /** What is worth knowing to the person who checks them. */
  readonly notes: readonly string[];
  readonly origin: RulesOrigin;
}

/** Reads and compiles rules. Throws `UsageError` with every error of the file. */
export function loadRules(file: string, dialect?: RuleDialect): LoadedRules {
  if (file === BASIC) {
    const origin = { path: BASIC, digest: null };
    return { plan: basicProfilePlan(), tables: new Map(), warnings: [], notes: [], origin };
  }
  return compiledRules(sourceOf(file, NO_RULES), resolve(file), dialect)();
}

/** Compiles rules that were read, at once; what comes of it is answered, or thrown, when it is asked for. `path`: what notes call them. */
export function compiledRules(source: RuleSource, path: string, dialect?: RuleDialect): () => LoadedRules {
  const named = dialect === undefined ? {} : { dialect };
  const origin = { path, digest: digestOf(source.text), ...named };
  const { plan, problems, ...compiled } = compileRules(source, dialect);
  const found = [{ source, problems }];
  const { tables = new Map() } = compiled as { readonly tables?: LoadedRules['tables'] };
  return () => {
    if (plan === null) throw new UsageError(errorText(found), 'RULES_WRONG');
    return { plan, tables, warnings: textsOf(found, 'warning'), notes: textsOf(found, 'note'), origin };
  };
}

export type LoadedRoute = Omit<CompiledRoute, 'files'> & { readonly rules: RulesOrigin };

/** Routes that may be taken, and what is doubtful in their files. */
export interface LoadedRoutes {
  readonly routes: readonly LoadedRoute[];
  readonly warnings: readonly string[];
}

/** Reads and compiles a routes file and the rules that it names. Throws `UsageError` with every error of all files. */
export function loadRoutes(file: string): LoadedRoutes {
  const folder = dirname(resolve(file));
  const { routes, problems } = compileRoutes(
    sourceOf(file, 'Check the path.'),
    (name) => ({
      ...sourceOf(resolve(folder, name), NO_RULES),
      name,
    }),
    compileRules,
  );
  if (routes === null) throw new UsageError(errorText(problems), 'RULES_WRONG');
  return { routes: routes.map((route) => withOrigin(route, folder)), warnings: textsOf(problems, 'warning') };
}

function withOrigin({ files, ...route }: CompiledRoute, folder: string): LoadedRoute {
  if (files === undefined) throw new Error('a route without its files');
  const { name, ...rules } = files.rules;
  return {
    ...route,
    rules: {
      ...rules,
      path: name === BASIC ? BASIC : resolve(folder, name),
      route: { file: resolve(files.routes.name), digest: files.routes.digest, prefix: route.prefix },
    },
  };
}

export function digestOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function textsOf(files: readonly FileProblems[], severity: RuleProblem['severity']): readonly string[] {
  return files.flatMap(({ source, problems }) =>
    problems
      .filter((problem) => problem.severity === severity)
      .map((problem) => formatProblem(source, problem)),
  );
}

function errorText(files: readonly FileProblems[]): string {
  const errors = textsOf(files, 'error');
  const count = errors.length === 1 ? 'an error' : `${errors.length} errors`;
  return [`${count} in the rules. Nothing was done.`, ...textsOf(files, 'warning'), ...errors].join('\n\n');
}

/** A rule file; files that it names are found from its folder. */
function sourceOf(file: string, hint: string): RuleSource {
  const path = resolve(file);
  return {
    name: file,
    text: readText(path, MOST_RULES_BYTES, JSON.stringify(file), hint),
    place: 'desk',
    readFile: (named) => readBounded(resolve(dirname(path), named), MOST_TABLE_BYTES).toString('utf8'),
  };
}

/** For `--dialect`. */
export function dialectNamed(name: string): RuleDialect {
  const found = RULE_DIALECTS.find((dialect) => dialect === name);
  if (found === undefined)
    throw new UsageError(`there is no dialect ${JSON.stringify(name)}. Known: ${RULE_DIALECTS.join(', ')}.`);
  return found;
}

/** The plan with what a call asks to be validated besides; its digest says so. */
export function validating(plan: RulePlan, asked: RulePlan['validate'] | undefined): RulePlan {
  const { input = false, output = false } = asked ?? {};
  const validate = { input: plan.validate.input || input, output: plan.validate.output || output };
  const { digest: _digest, ...rest } = plan;
  return sealPlan({ ...rest, validate });
}
