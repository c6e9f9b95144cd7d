import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Compiled, compileRules, RULE_DIALECTS, type RuleDialect } from '../../rules/compile.ts';
import type { RulePlan } from '../../rules/plan.ts';
import { basicProfilePlan } from '../../rules/ps315/basicProfile.ts';
import { formatProblem, type RuleProblem, type RuleSource } from '../../rules/source.ts';
import { UsageError } from '../exit.ts';

/** Stands for a file: the PS3.15 Basic Profile without options. */
export const BASIC = 'basic';

/** Rules that may be applied. */
export interface LoadedRules {
  readonly plan: RulePlan;
  /** Text of each file that `lookup` rules name, by its SHA-256. */
  readonly tables: ReadonlyMap<string, string>;
  readonly warnings: readonly string[];
}

/** Reads and compiles rules. Throws `UsageError` with every error of the file. */
export function loadRules(file: string, dialect?: RuleDialect): LoadedRules {
  if (file === BASIC) return { plan: basicProfilePlan(), tables: new Map(), warnings: [] };
  const source = sourceOf(file);
  const compiled = compileRules(source, dialect);
  const texts = (severity: RuleProblem['severity']) =>
    compiled.problems
      .filter((problem) => problem.severity === severity)
      .map((problem) => formatProblem(source, problem));
  const warnings = texts('warning');
  if (compiled.plan === null) throw new UsageError(errorText(file, texts('error'), warnings));
  return { plan: compiled.plan, tables: tablesOf(compiled), warnings };
}

function tablesOf(compiled: Compiled & { readonly plan: RulePlan }): ReadonlyMap<string, string> {
  return compiled.tables ?? new Map();
}

function errorText(file: string, errors: readonly string[], warnings: readonly string[]): string {
  const count = errors.length === 1 ? 'an error' : `${errors.length} errors`;
  return [`${count} in the rules of ${file}. Nothing was done.`, ...warnings, ...errors].join('\n\n');
}

/** A rule file; files that it names are found from its folder. */
export function sourceOf(file: string): RuleSource {
  const path = resolve(file);
  return {
    name: file,
    text: textOf(path, file),
    place: 'desk',
    readFile: (named) => readFileSync(resolve(dirname(path), named), 'utf8'),
  };
}

function textOf(path: string, file: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new UsageError(
      `the rules ${JSON.stringify(file)} cannot be read. Check the path, or write "${BASIC}".`,
    );
  }
}

/** For `--dialect`. */
export function dialectNamed(name: string): RuleDialect {
  const found = RULE_DIALECTS.find((dialect) => dialect === name);
  if (found === undefined)
    throw new UsageError(`there is no dialect ${JSON.stringify(name)}. Known: ${RULE_DIALECTS.join(', ')}.`);
  return found;
}
