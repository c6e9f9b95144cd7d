import { dirname, resolve } from 'node:path';
import { readBounded } from '../../layers/local/boundedRead.ts';
import { compileRules, RULE_DIALECTS, type RuleDialect } from '../../rules/compile.ts';
import type { RulePlan } from '../../rules/plan.ts';
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
  /** What is worth knowing to who checks them. */
  readonly notes: readonly string[];
}

/** Reads and compiles rules. Throws `UsageError` with every error of the file. */
export function loadRules(file: string, dialect?: RuleDialect): LoadedRules {
  if (file === BASIC) return { plan: basicProfilePlan(), tables: new Map(), warnings: [], notes: [] };
  const source = sourceOf(file, NO_RULES);
  const { plan, problems, ...compiled } = compileRules(source, dialect);
  const found = [{ source, problems }];
  if (plan === null) throw new UsageError(errorText(found), 'RULES_WRONG');
  const { tables = new Map() } = compiled as { readonly tables?: LoadedRules['tables'] };
  return { plan, tables, warnings: textsOf(found, 'warning'), notes: textsOf(found, 'note') };
}

/** Routes that may be taken, and what is doubtful in their files. */
export interface LoadedRoutes {
  readonly routes: readonly CompiledRoute[];
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
  return { routes, warnings: textsOf(problems, 'warning') };
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
